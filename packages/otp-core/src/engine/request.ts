/** `request` and `resend`: who is asked for, whether they may be, and which challenge their code is of. */
import { challengeIdOfRequest, type HandleFields, type Recipient, randomName, subjectOf } from '../challenge/index.ts';
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { IssueIntent } from '../spec/index.ts';
import { isNotAllowedHidden, readAddressee, readNumber } from './addressee.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import { readHeldChallenge } from './guess.ts';
import { chargeRequest } from './rate-limits.ts';
import { hideRequestRefusal, refuseRequest } from './refusals.ts';
import { type Told, tellCode } from './tell-code.ts';

export interface RequestFields {
  readonly to: unknown;
  readonly idempotencyKey: unknown;
}

/** A challenge of its own. */
export async function request(context: EngineContext, call: Call, input: RequestFields): Promise<Told> {
  const nobody = { cause: 'request', subject: null } as const;
  const addressee = readAddressee(context, call, input.to);
  if (addressee.status === 'refused') return refuseRequest(context, call, nobody, { reason: addressee.reason });
  const { recipient, country, hiddenRefusal } = addressee;
  if (hiddenRefusal !== null) hideRequestRefusal(context, call, nobody, { reason: hiddenRefusal });
  const subject = subjectOf(context.keys, call.tenant, recipient);
  const from = { cause: 'request', subject } as const;
  const charged = await chargeRequest(context, call, { recipient, country });
  if (charged.status === 'limited') return refuseRequest(context, call, from, charged.refusal);
  if (charged.status === 'hidden') hideRequestRefusal(context, call, from, charged.refusal);
  return tellCode(context, call, {
    ...from,
    recipient,
    country,
    challengeId: challengeIdOf(context, call, subject, input.idempotencyKey),
    intent: intentOf(context, call),
    message: charged.status === 'hidden' ? 'withheld' : 'due',
  });
}

function challengeIdOf(context: EngineContext, call: Call, subject: string, idempotencyKey: unknown): string {
  if (idempotencyKey === undefined) return randomName();
  if (typeof idempotencyKey !== 'string' || idempotencyKey === '' || idempotencyKey.length > 256) {
    throw new OtpMisuseError('idempotencyKey must be a string of 1 to 256 characters.');
  }
  return challengeIdOfRequest(context.keys, subject, call.purpose, idempotencyKey);
}

/** One open challenge is all there can be without a handle, or where the provider keeps one per number. */
function intentOf({ provider }: EngineContext, call: Call): IssueIntent {
  if (call.settings.policy.binding === 'number') return 'reuse-live';
  const isOnePerNumber =
    provider.kind === 'verification-provider' && provider.capabilities.concurrency === 'per-number';
  return isOnePerNumber ? 'reuse-live' : 'new';
}

/** The code of a challenge that is still open, once more; tries and expiry stay. */
export async function resend(context: EngineContext, call: Call, handle: unknown): Promise<Told> {
  const read = readHeldChallenge(context, call, handle);
  if (read.status !== 'held' || !isOfCurrentKind(context, read.held)) {
    return refuseRequest(context, call, { cause: 'resend', subject: null }, { reason: 'challenge-not-active' });
  }
  const { recipient, subject, challengeId } = read.held;
  const from = { cause: 'resend', subject } as const;
  const { isAllowed, country } = destinationOf(context, recipient);
  if (!isAllowed) {
    const refusal = { reason: 'destination-not-allowed' } as const;
    if (!isNotAllowedHidden(context, call)) return refuseRequest(context, call, from, refusal);
    hideRequestRefusal(context, call, from, refusal);
  }
  const charged = await chargeRequest(context, call, { recipient, country });
  if (charged.status === 'limited') return refuseRequest(context, call, from, charged.refusal);
  if (charged.status === 'hidden') hideRequestRefusal(context, call, from, charged.refusal);
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

interface Destination {
  readonly isAllowed: boolean;
  readonly country: string | null;
}

/** Where numbers may be sent to can have changed since the challenge was opened. */
function destinationOf(context: EngineContext, recipient: Recipient): Destination {
  if (recipient.kind === 'decoy') return { isAllowed: true, country: null };
  const number = readNumber(context, recipient.phoneNumber);
  if (number.status === 'valid') return { isAllowed: true, country: number.country };
  // Stryker disable next-line ObjectLiteral: only the compiler asks for it: what is left out is not allowed, and no country
  return { isAllowed: false, country: null };
}
