/** The claim on a code: who has it sends, everybody else waits to hear what became of it. */
import type { ClaimOutcome } from '@countersign/otp-core/spec';
import type { Sent } from '../answer/hook-outcome.ts';
import { textAt } from '../reading/json-value.ts';
import { pause } from './deadline.ts';
import { readRecordedSent } from './recorded-sent.ts';
import { holdMsOf, LONGEST_STORE_MS, type Sending } from './sending.ts';
import { releaseClaim, tellStoreFailed } from './settle-claim.ts';
import { withinTime } from './within-time.ts';

export type ClaimResult =
  | { readonly status: 'claimed'; readonly token: string }
  | { readonly status: 'repeated'; readonly sent: Sent }
  /** The store does not answer: nothing was sent. */
  | { readonly status: 'unavailable' };

/** Signatures with a time are good for five minutes either way: for so long a captured request can be sent again. */
const SHORTEST_MEMORY_MS = 600_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 250;

const UNKNOWN: Sent = { status: 'sent', delivery: 'unknown', providerId: null, messageId: null };

export async function claimOnce(sending: Sending): Promise<ClaimResult> {
  const { deadline } = sending;
  let wasUnderWay = false;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const claim = await askForClaim(sending);
    // Somebody was at it a moment ago: it may have left, and "failed" would have the platform send it otherwise.
    if (claim === null) return wasUnderWay ? { status: 'repeated', sent: UNKNOWN } : { status: 'unavailable' };
    switch (claim.status) {
      case 'claimed':
        return claim;
      case 'done':
        return { status: 'repeated', sent: readRecordedSent(claim.value) ?? UNKNOWN };
      case 'under-way':
        wasUnderWay = true;
        if (deadline.remainingMs() <= pauseMs) return { status: 'repeated', sent: UNKNOWN };
        await pause(pauseMs);
    }
  }
}

/** `null`: no answer. */
async function askForClaim(sending: Sending): Promise<ClaimOutcome | null> {
  const { hook, key, lifeMs, deadline } = sending;
  const ttlMs = Math.max(Math.ceil(lifeMs), SHORTEST_MEMORY_MS);
  const waited = await withinTime(
    // Not told how long it has: it may have claimed by then, and only an answer, however late, lets that be given back.
    () => hook.once.claim({ key, ttlMs, holdMs: holdMsOf(hook), nowMs: null }).then(readClaimed),
    Math.min(LONGEST_STORE_MS, deadline.remainingMs()),
    // Nobody waits to send any more. Given back, the platform's retry may.
    (late) => {
      if (late.status === 'claimed') void releaseClaim(sending, late.token);
    },
  );
  if (waited.status === 'answered') return waited.value;
  tellStoreFailed(sending, 'claim', waited);
  return null;
}

/** A store may be anybody's. What is no answer is none: taken for one, the loop above would ask without end. */
function readClaimed(outcome: ClaimOutcome): ClaimOutcome {
  switch (textAt(outcome, 'status')) {
    case 'claimed':
      if (textAt(outcome, 'token') !== null) return outcome;
      break;
    case 'under-way':
    case 'done':
      return outcome;
  }
  throw new Error('The store gave an answer that is none.');
}
