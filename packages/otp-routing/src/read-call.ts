/** Reads what a composite is called with before anybody is asked: the values come from outside and may be anything. */
import { isOptions, readCallOptions, readMessageFields } from '@countersign/otp-core/adapter';
import type { PhoneNumber, SmsMessage } from '@countersign/otp-core/spec';
import type { CallEnd } from './call-deadline.ts';
import { type NotAccepted, refuse } from './route-outcomes.ts';

export type Read<T> = { readonly status: 'read'; readonly value: T } | (NotAccepted & { readonly status: 'refused' });

export function readMessage(message: unknown, providerId: string): Read<SmsMessage> {
  const { to, text, ttlMs, ...others } = isOptions(message) ? message : {};
  if (!isNumber(to)) return refuse(providerId, 'invalid-recipient', 'The recipient is not an E.164 number.');
  if (typeof text !== 'string' || text === '') return refuse(providerId, 'content-rejected', 'There is no text.');
  const read = readMessageFields(others);
  if (read.status === 'nonsense') return refuse(providerId, 'content-rejected', read.problem);
  return { status: 'read', value: { to, text, ...(typeof ttlMs === 'number' ? { ttlMs } : {}), ...read.fields } };
}

/** E.164. The length comes first: a huge input must not be searched. */
export function isNumber(to: unknown): to is PhoneNumber {
  return typeof to === 'string' && to.length <= 16 && /^\+[1-9][0-9]{6,14}$/.test(to);
}

/** How the call ends. A caller that is not understood would wait for what it thinks it can stop, so nobody is asked for it. */
export function readCallEnd(options: unknown, providerId: string): Read<CallEnd> {
  const read = readCallOptions(options);
  if (read.status === 'nonsense') return refuse(providerId, 'configuration', read.problem);
  return { status: 'read', value: read };
}
