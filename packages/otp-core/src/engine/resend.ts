/** `resend`: the code of a challenge that is still open, once more; tries and expiry stay. */
import type { HandleFields, Recipient } from '../challenge/index.ts';
import { isNotAllowedHidden } from './addressee.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import { readHeldChallenge } from './held-challenge.ts';
import { hide, refuse } from './open-challenge.ts';
import { chargeRequest } from './rate-limits.ts';
import { readNumber } from './read-number.ts';
import { type Told, tellCode } from './tell-code.ts';

export async function resend(context: EngineContext, call: Call, handle: unknown): Promise<Told> {
  const read = readHeldChallenge(context, call, handle);
  if (read.status !== 'held' || !isOfCurrentKind(context, read.held)) {
    return refuse(context, call, { cause: 'resend', subject: null }, { reason: 'challenge-not-active' });
  }
  const { recipient, subject, challengeId } = read.held;
  const from = { cause: 'resend', subject } as const;
  const destination = destinationOf(context, recipient);
  const isAllowed = destination.status === 'allowed';
  if (!isAllowed) {
    const refusal = { reason: 'destination-not-allowed' } as const;
    if (!isNotAllowedHidden(context, call)) return refuse(context, call, from, refusal);
    hide(context, call, from, refusal);
  }
  const country = isAllowed ? destination.country : null;
  const charged = await chargeRequest(context, call, { recipient, country });
  if (charged.status === 'limited') return refuse(context, call, from, charged.refusal);
  if (charged.status === 'hidden') hide(context, call, from, charged.refusal);
  return tellCode(context, call, {
    ...from,
    recipient,
    country,
    challengeId,
    intent: 'resend',
    message: isAllowed && charged.status === 'allowed' ? 'due' : 'withheld',
  });
}

/** A sender cannot repeat a provider's code, nor a provider ours: whoever was asked last must be of the same kind. */
function isOfCurrentKind({ provider }: EngineContext, held: HandleFields): boolean {
  return (provider.kind === 'verification-provider') === (held.origin.kind === 'provider');
}

type Destination = { readonly status: 'allowed'; readonly country: string | null } | { readonly status: 'not-allowed' };

/** Where numbers may be sent to can have changed since the challenge was opened. */
function destinationOf(context: EngineContext, recipient: Recipient): Destination {
  if (recipient.kind === 'decoy') return { status: 'allowed', country: null };
  const number = readNumber(context, recipient.phoneNumber);
  return number.status === 'valid' ? { status: 'allowed', country: number.country } : { status: 'not-allowed' };
}
