/** `request`: who is asked for, whether they may be, and a challenge of its own. */

import { isOptions } from '../adapter/options.ts';
import { challengeIdOfRequest, decoyRecipient, type Recipient, randomName, subjectOf } from '../challenge/index.ts';
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { IssueIntent } from '../spec/index.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import { refuse } from './open-challenge.ts';
import { chargeRequest } from './rate-limits.ts';
import { readNumber } from './read-number.ts';
import { type Told, tellCode } from './tell-code.ts';

export async function request(context: EngineContext, call: Call, input: RequestFields): Promise<Told> {
  const addressee = readAddressee(context, call, input.to);
  if (addressee.status === 'refused') {
    const refused = refuse(context, call, { cause: 'request', subject: null }, { reason: addressee.reason });
    if (!input.isHidden || typeof input.to !== 'string' || input.to.length > LONGEST_DECOY) return refused;
  }
  // Where accounts are hidden, a number that is not sent to must look like an account that does not exist.
  const { recipient, country } = addressee.status === 'found' ? addressee : decoyOf(context, call, String(input.to));
  const subject = subjectOf(context.keys, call.tenant, recipient);
  const limited = await chargeRequest(
    context,
    call,
    recipient.kind === 'number' ? { phoneNumber: recipient.phoneNumber, country } : null,
  );
  if (limited !== null) {
    const { retryAtMs, limit } = limited;
    return refuse(context, call, { cause: 'request', subject }, { reason: 'rate-limited', retryAtMs, limit });
  }
  return tellCode(context, call, {
    cause: 'request',
    recipient,
    subject,
    country,
    challengeId: challengeIdOf(context, call, subject, input.idempotencyKey),
    intent: intentOf(context, call),
  });
}

export interface RequestFields {
  readonly to: unknown;
  readonly idempotencyKey: unknown;
  /** The answer must not tell which accounts exist. */
  readonly isHidden: boolean;
}

type Addressee =
  | { readonly status: 'found'; readonly recipient: Recipient; readonly country: string | null }
  | { readonly status: 'refused'; readonly reason: 'invalid-phone-number' | 'destination-not-allowed' };

const LONGEST_DECOY = 1024;

export function readAddressee(context: EngineContext, call: Pick<Call, 'tenant'>, to: unknown): Addressee {
  if (isOptions(to) && Object.hasOwn(to, 'decoy')) return readDecoy(context, call, to.decoy);
  const number = readNumber(context, to);
  switch (number.status) {
    case 'valid':
      return {
        status: 'found',
        recipient: { kind: 'number', phoneNumber: number.phoneNumber },
        country: number.country,
      };
    case 'invalid':
      return { status: 'refused', reason: 'invalid-phone-number' };
    case 'not-allowed':
      return { status: 'refused', reason: 'destination-not-allowed' };
  }
}

function readDecoy(context: EngineContext, call: Pick<Call, 'tenant'>, decoy: unknown): Addressee {
  if (typeof decoy !== 'string' || decoy === '' || decoy.length > LONGEST_DECOY) {
    return { status: 'refused', reason: 'invalid-phone-number' };
  }
  return { status: 'found', ...decoyOf(context, call, decoy) };
}

function decoyOf(context: EngineContext, call: Pick<Call, 'tenant'>, account: string) {
  return { recipient: decoyRecipient(context.keys, call.tenant, account), country: null };
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
