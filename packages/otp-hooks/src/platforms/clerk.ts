/**
 * Clerk, webhook `sms.created`, sent by Svix: at least once, again for up to a day, and by hand whenever somebody replays
 * an event. The event names its message and the time it was made, so a replay of today is told from a new code; what is
 * older than the code's life is refused. A person's own resend is a new message. No error reaches the person.
 */
import { replyByStatus } from '../answer/hook-reply.ts';
import { numberAt, textAt, valueAt } from '../reading/json-value.ts';
import type { Platform, PlatformReading } from './platform.ts';
import { readCode } from './read-code.ts';

/** Clerk's codes live ten minutes. */
const LIFE_MS = 600_000;

export const CLERK: Platform = {
  name: 'clerk',
  schemes: ['svix'],
  deadlineMs: 12_000,
  text: 'sent-along',

  read(body, nowMs): PlatformReading {
    const type = textAt(body, 'type');
    if (type === null) return { status: 'refused', reason: 'malformed' };
    // With "Delivered by Clerk" on, Clerk sends the message itself: ours would be a second one.
    if (type !== 'sms.created' || valueAt(body, 'data', 'delivered_by_clerk') === true) return { status: 'ignored' };
    const madeAtMs = numberAt(body, 'timestamp');
    if (madeAtMs !== null && madeAtMs + LIFE_MS <= nowMs) return { status: 'refused', reason: 'expired' };
    const slug = textAt(body, 'data', 'slug') ?? 'default';
    return readCode({
      phoneNumber: textAt(body, 'data', 'to_phone_number'),
      plus: 'always',
      code: textAt(body, 'data', 'data', 'otp_code'),
      subject: [textAt(body, 'data', 'id') ?? textAt(body, 'data', 'phone_number_id') ?? ''],
      purpose: slug,
      locale: null,
      clientAddress: null,
      text: textAt(body, 'data', 'message'),
      lifeMs: LIFE_MS,
    });
  },

  answer: replyByStatus,
};
