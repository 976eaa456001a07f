import type { DeliveryReport } from '@countersign/otp-core/spec';
import { readCode } from './read-code.ts';
import { isSid } from './read-connection.ts';
import { failureOfCode } from './read-trouble.ts';
import type { FormFields } from './twilio-signature.ts';

/** `partially_delivered` is no failure, and less than a delivery. What is not here is not about a message we sent. */
const STATUSES: ReadonlyMap<string, DeliveryReport['status']> = new Map([
  ['accepted', 'in-transit'],
  ['scheduled', 'in-transit'],
  ['queued', 'in-transit'],
  ['sending', 'in-transit'],
  ['sent', 'in-transit'],
  ['partially_delivered', 'in-transit'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'undelivered'],
  ['canceled', 'undelivered'],
]);

/** What a callback says of a message; `null` where it is about something else. */
export function readReport(fields: FormFields, providerId: string): DeliveryReport | null {
  // `SmsSid` and `SmsStatus` are the former names, which Twilio still sends beside the new ones.
  const messageId = readOne(fields, 'MessageSid') ?? readOne(fields, 'SmsSid');
  const status = STATUSES.get(readOne(fields, 'MessageStatus') ?? readOne(fields, 'SmsStatus') ?? '');
  if (status === undefined || !(isSid(messageId, 'SM') || isSid(messageId, 'MM'))) return null;
  const code = readCode(readOne(fields, 'ErrorCode'));
  return {
    providerId,
    messageId,
    status,
    // `RawDlrDoneDate` is a carrier's: to the minute, in a time zone that it does not name.
    atMs: null,
    failure: status === 'undelivered' ? failureOfCode(code, { ...NOTHING_ASKED, providerId }, 'unknown') : null,
  };
}

/** A receipt answers no call: nobody knows here what the message said. */
const NOTHING_ASKED = { asked: [], credentials: [] } as const;

/** A field that is there twice says two things, and so nothing. */
function readOne(fields: FormFields, name: string): string | null {
  const [value, ...others] = fields.get(name) ?? [];
  return value === undefined || others.length > 0 ? null : value;
}
