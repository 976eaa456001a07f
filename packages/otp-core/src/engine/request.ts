/** `request`: who is asked for, whether they may be, and a challenge of its own. */
import { challengeIdOfRequest, randomName, subjectOf } from '../challenge/index.ts';
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { IssueIntent } from '../spec/index.ts';
import { readAddressee } from './addressee.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import { hide, refuse } from './open-challenge.ts';
import { chargeRequest } from './rate-limits.ts';
import { type Told, tellCode } from './tell-code.ts';

export interface RequestFields {
  readonly to: unknown;
  readonly idempotencyKey: unknown;
}

export async function request(context: EngineContext, call: Call, input: RequestFields): Promise<Told> {
  const addressee = readAddressee(context, call, input.to);
  if (addressee.status === 'refused') {
    return refuse(context, call, { cause: 'request', subject: null }, { reason: addressee.reason });
  }
  const { recipient, country, hiddenRefusal } = addressee;
  if (hiddenRefusal !== null) hide(context, call, { cause: 'request', subject: null }, { reason: hiddenRefusal });
  const subject = subjectOf(context.keys, call.tenant, recipient);
  const from = { cause: 'request', subject } as const;
  const charged = await chargeRequest(context, call, { recipient, country });
  if (charged.status === 'limited') return refuse(context, call, from, charged.refusal);
  if (charged.status === 'hidden') hide(context, call, from, charged.refusal);
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
