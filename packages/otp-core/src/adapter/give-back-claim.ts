/** What becomes of a claim that nobody will use: given back, it is the next caller's; forgotten, it is done as unknown. */
import type { ReleaseOutcome } from '../spec/index.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** Some claims are held for a day. What no minute has brought back is a matter for the hold. */
const MOST_MS = 60_000;
/** Between two tries of a process, whatever the claim: a store that returns must not meet all that it missed at once. */
const LEAST_GAP_MS = 20;
/** Each of so many is tried every twenty seconds. */
const MOST_WAITING = 1_000;

interface WaitingClaim {
  readonly release: () => Promise<ReleaseOutcome>;
  readonly endsAtMs: number;
  dueAtMs: number;
  /** After the next try. */
  pauseMs: number;
}

/** Of this process, the oldest first. */
const waiting = new Set<WaitingClaim>();
let nextTryAtMs = Number.NEGATIVE_INFINITY;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Gives a claim back in the background, again and again until the store says that it is: for a minute at most, or until its
 * hold is over. For claims whose work was certainly not done: a release that failed, or a claim that failed on its way and
 * may have been made, even after the first release. A process that ends takes it along: then the claim is done as unknown.
 *
 * All claims of a process share fifty tries a second, whatever their stores. A thousand wait at most. One more takes the
 * place of the oldest, which is then done as unknown once its hold is over.
 *
 * @param holdMs what is left of the claim's hold at most
 * @example
 * import { createMemoryOnceStore } from '@countersign/otp-core/memory';
 *
 * const once = createMemoryOnceStore();
 * const claim = await once.claim({ key: 'order-1', ttlMs: 60_000, holdMs: 5_000, nowMs: null });
 * // Nothing was done: the next caller shall have it.
 * if (claim.status === 'claimed') {
 *   const { token } = claim;
 *   giveBackClaim(() => once.release({ key: 'order-1', token, nowMs: null }), 5_000);
 * }
 */
export function giveBackClaim(release: () => Promise<ReleaseOutcome>, holdMs: number): void {
  const nowMs = performance.now();
  // The oldest has been tried most, and whoever asked for it has most likely gone.
  for (const oldest of waiting) {
    if (waiting.size < MOST_WAITING) break;
    waiting.delete(oldest);
  }
  const endsAtMs = nowMs + Math.min(holdMs, MOST_MS);
  waiting.add({ release, endsAtMs, dueAtMs: nowMs, pauseMs: FIRST_PAUSE_MS });
  goOn();
}

function goOn(): void {
  clearTimeout(timer);
  const nowMs = performance.now();
  for (const claim of waiting) if (nowMs >= claim.endsAtMs) waiting.delete(claim);
  if (nowMs >= nextTryAtMs) tryNext(nowMs);
  if (waiting.size === 0) return;
  let dueAtMs = Number.POSITIVE_INFINITY;
  for (const claim of waiting) dueAtMs = Math.min(dueAtMs, claim.dueAtMs);
  timer = setTimeout(goOn, Math.max(dueAtMs, nextTryAtMs) - nowMs);
  // A number where the runtime is not Node. Nobody has to stay alive for it.
  if (typeof timer === 'object') timer.unref();
}

function tryNext(nowMs: number): void {
  let next: WaitingClaim | undefined;
  for (const claim of waiting) {
    if (claim.dueAtMs <= nowMs && (next === undefined || isBefore(claim, next))) next = claim;
  }
  if (next === undefined) return;
  nextTryAtMs = nowMs + LEAST_GAP_MS;
  next.dueAtMs = nowMs + next.pauseMs;
  next.pauseMs = Math.min(2 * next.pauseMs, LONGEST_PAUSE_MS);
  void tryOnce(next);
}

/** The least tried comes first, as its caller may still ask again; then the one that waits longest. */
function isBefore(one: WaitingClaim, other: WaitingClaim): boolean {
  return one.pauseMs === other.pauseMs ? one.dueAtMs < other.dueAtMs : one.pauseMs < other.pauseMs;
}

/** Nobody waits for an answer: a try that hangs must not keep the next from being made. */
async function tryOnce(claim: WaitingClaim): Promise<void> {
  try {
    if ((await claim.release()).status === 'released') waiting.delete(claim);
  } catch {
    // The next try may do better.
  }
}
