/** Plays platforms against hooks: signs every call anew, keeps the platform's deadline, and asks again as it does. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createPlatformPlayer, type PlatformPlayer } from '@countersign/otp-hooks/play';
import type { Mailbox } from '../messages/mailbox.ts';
import type { CheckedHookCall, InboxHookAttempt, InboxHookPlay } from './hook-play.ts';
import { type HookCallResult, postHookCall } from './post-hook-call.ts';

export interface HookPlayer {
  /** @returns `null` where too many are played already. Never rejects. */
  play(call: CheckedHookCall, follow: HookPlayFollower): Promise<InboxHookPlay> | null;
  /** Ends all that is played; what is under way comes to its end at once. */
  close(): void;
}

export interface HookPlayFollower {
  /** Told of each call when it is over. */
  readonly onAttempt: (attempt: InboxHookAttempt) => void;
  /** Nobody wants to know any more. */
  readonly signal: AbortSignal;
}

/** So many at a time. */
const MAX_HOOK_PLAYS = 8;
/** Nobody waits for minutes here, as Svix does. */
const LONGEST_PAUSE_MS = 5_000;
const LONGEST_BODY = 2_048;

export function createHookPlayer(mailbox: Mailbox): HookPlayer {
  const ending = new AbortController();
  let running = 0;

  async function play(call: CheckedHookCall, follow: HookPlayFollower): Promise<InboxHookPlay> {
    const { to, code } = call;
    const player = createPlatformPlayer(call.platform);
    const attempts: InboxHookAttempt[] = [];
    let messages = 0;
    const stopCounting = mailbox.subscribe((event) => {
      if (event.type === 'message' && event.message.to === to && event.message.text.includes(code)) messages += 1;
    });
    try {
      for await (const attempt of callInTurn(player, call, AbortSignal.any([follow.signal, ending.signal]))) {
        attempts.push(attempt);
        follow.onAttempt(attempt);
      }
    } finally {
      stopCounting();
    }
    return { platform: player.platform, to, code, attempts, messages };
  }

  return {
    play(call, follow) {
      if (running >= MAX_HOOK_PLAYS) return null;
      running += 1;
      return play(call, follow).finally(() => {
        running -= 1;
      });
    },
    close: () => ending.abort(),
  };
}

async function* callInTurn(
  player: PlatformPlayer,
  call: CheckedHookCall,
  signal: AbortSignal,
): AsyncGenerator<InboxHookAttempt> {
  const { pattern } = player;
  const code = { phoneNumber: call.to, code: call.code, sendId: randomUUID(), madeAtMs: Date.now() };
  const pauseMs = call.pauseMs ?? Math.min(pattern.pauseMs, LONGEST_PAUSE_MS);
  const tries = triesOf(call.repeat, pattern.tries);
  // A platform with a deadline for all its tries together does not begin one that it could not wait for.
  const endMs = call.repeat === 'always' ? Number.POSITIVE_INFINITY : performance.now() + (pattern.totalMs ?? Infinity);
  for (let attempt = 1; attempt <= tries && !signal.aborted; attempt += 1) {
    const beganMs = performance.now();
    const { headers, body } = await player.write(code);
    const timeoutMs = Math.max(1, Math.min(pattern.timeoutMs, endMs - beganMs));
    const result = await postHookCall({ url: call.url, headers, body, timeoutMs, signal });
    const durationMs = Math.round(performance.now() - beganMs);
    const told = describe(player, { attempt, durationMs, isLast: attempt >= pattern.tries }, result);
    yield told;
    const isOver = call.repeat === 'as-platform' && !isAskedAgain(told);
    if (isOver || attempt === tries || performance.now() + pauseMs >= endMs) return;
    await wait(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

function triesOf(repeat: CheckedHookCall['repeat'], usual: number): number {
  switch (repeat) {
    case 'once':
      return 1;
    case 'as-platform':
      return usual;
    case 'always':
      return Math.max(2, usual);
  }
}

function isAskedAgain({ verdict }: InboxHookAttempt): boolean {
  switch (verdict) {
    case 'asks-again':
    case 'no-answer':
    case 'not-secure':
    case 'unreachable':
      return true;
    case 'taken':
    case 'failed':
    case 'sends-itself':
      return false;
  }
}

function describe(
  player: PlatformPlayer,
  { attempt, durationMs, isLast }: { readonly attempt: number; readonly durationMs: number; readonly isLast: boolean },
  result: HookCallResult,
): InboxHookAttempt {
  if (result.status !== 'answered') {
    // Whoever has a vendor of its own uses it once nobody answers.
    const isTakenOver = isLast && player.platform === 'okta';
    const verdict = isTakenOver ? 'sends-itself' : result.status;
    const message = result.status === 'not-secure' ? result.message : null;
    return { attempt, durationMs, status: null, verdict, message, body: '' };
  }
  const { httpStatus, headers, body } = result;
  const verdict = player.judge({ status: httpStatus, headers, body });
  const message = verdict.status === 'failed' ? verdict.message : null;
  return {
    attempt,
    durationMs,
    status: httpStatus,
    verdict: verdict.status,
    message,
    body: body.slice(0, LONGEST_BODY),
  };
}
