/** `resend`: the code of a challenge that is still open, once more; tries and expiry stay. */
import type { HandleFields } from '../challenge/index.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import { readHeldChallenge } from './held-challenge.ts';
import { refuse } from './open-challenge.ts';
import { type ChargedNumber, chargeRequest } from './rate-limits.ts';
import { readNumber } from './read-number.ts';
import { type Told, tellCode } from './tell-code.ts';

export async function resend(context: EngineContext, call: Call, handle: unknown): Promise<Told> {
  const read = readHeldChallenge(context, call, handle);
  if (read.status !== 'held' || !isOfCurrentKind(context, read.held)) {
    return refuse(context, call, { cause: 'resend', subject: null }, { reason: 'challenge-not-active' });
  }
  const { held } = read;
  const from = { cause: 'resend', subject: held.subject } as const;
  const number = chargedNumberOf(context, held);
  if (number === 'not-allowed') return refuse(context, call, from, { reason: 'destination-not-allowed' });
  const limited = await chargeRequest(context, call, number);
  if (limited !== null) {
    const { retryAtMs, limit } = limited;
    return refuse(context, call, from, { reason: 'rate-limited', retryAtMs, limit });
  }
  return tellCode(context, call, {
    ...from,
    recipient: held.recipient,
    country: number?.country ?? null,
    challengeId: held.challengeId,
    intent: 'resend',
  });
}

/** A sender cannot repeat a provider's code, nor a provider ours: whoever was asked last must be of the same kind. */
function isOfCurrentKind({ provider }: EngineContext, held: HandleFields): boolean {
  return (provider.kind === 'verification-provider') === (held.origin.kind === 'provider');
}

/** Where numbers may be sent to can have changed since the challenge was opened. */
function chargedNumberOf(context: EngineContext, { recipient }: HandleFields): ChargedNumber | null | 'not-allowed' {
  if (recipient.kind === 'decoy') return null;
  const number = readNumber(context, recipient.phoneNumber);
  return number.status === 'valid' ? { phoneNumber: recipient.phoneNumber, country: number.country } : 'not-allowed';
}
