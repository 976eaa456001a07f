/** What becomes of a claim that nobody will use: given back, it is the next caller's; forgotten, it is done as unknown. */
import type { ReleaseOutcome } from '../spec/index.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** Some claims are held for a day. What no minute has brought back is a matter for the hold. */
const MOST_MS = 60_000;

/**
 * Gives a claim back in the background, again and again until the store says that it is: for a minute at most, or until its
 * hold is over. For claims whose work was certainly not done: a release that failed, or a claim that failed on its way and
 * may have been made, even after the first release. A process that ends takes it along: then the claim is done as unknown.
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
  const endsAtMs = performance.now() + Math.min(holdMs, MOST_MS);
  let isGivenBack = false;

  /** Nobody waits for an answer: a try that hangs must not keep the next from being made. */
  async function tryOnce(): Promise<void> {
    try {
      if ((await release()).status === 'released') isGivenBack = true;
    } catch {
      // The next try may do better.
    }
  }

  function goOn(pauseMs: number): void {
    if (isGivenBack || performance.now() >= endsAtMs) return;
    void tryOnce();
    const timer = setTimeout(goOn, pauseMs, Math.min(2 * pauseMs, LONGEST_PAUSE_MS));
    // A number where the runtime is not Node. Nobody has to stay alive for it.
    if (typeof timer === 'object') timer.unref();
  }

  goOn(FIRST_PAUSE_MS);
}
