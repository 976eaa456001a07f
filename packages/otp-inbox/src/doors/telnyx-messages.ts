/** Messages as Telnyx takes them and answers them. */
import { randomUUID } from 'node:crypto';
import { countSegments } from '@countersign/otp-core';
import type { InboxMessage } from '../messages/inbox-message.ts';
import type { InboxPhoneNumber } from '../messages/phone-number.ts';
import { missing, readPhoneNumber, readProfileId, type TelnyxBody } from './telnyx-body.ts';
import { telnyxRefusal } from './telnyx-refusal.ts';

interface TelnyxMessage {
  readonly to: InboxPhoneNumber;
  readonly text: string;
}

const MAX_PARTS = 10;
/** So many letters fit ten parts; counting a longer text is no use. */
const MAX_TEXT_LENGTH = 1530;
const ALPHANUMERIC = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;
const NUMBER_OR_SHORT_CODE = /^(?:\+[1-9]\d{6,14}|\d{3,8})$/;

export function readTelnyxMessage(body: TelnyxBody): TelnyxMessage {
  checkSender(body);
  const to = readPhoneNumber(body.get('to'), 'to', '40310');
  const text = body.get('text');
  if (typeof text !== 'string' || text === '') throw telnyxRefusal(400, '40316', 'No content provided', 'text');
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) throw telnyxRefusal(400, '10015', 'Bad Request', 'text');
  if (text.length > MAX_TEXT_LENGTH || countSegments(text).segments > MAX_PARTS) {
    throw telnyxRefusal(400, '40302', 'Message too large', 'text');
  }
  return { to, text };
}

/** A number or short code of the account, a name with its profile, or a number of the profile's pool. */
function checkSender(body: TelnyxBody): void {
  const from = body.get('from');
  const hasProfile = body.get('messaging_profile_id') !== undefined;
  if (hasProfile) readProfileId(body, 'messaging_profile_id');
  if (from === undefined) {
    if (!hasProfile) throw missing('from');
    return;
  }
  const isName = typeof from === 'string' && ALPHANUMERIC.test(from);
  if (isName && !hasProfile) throw missing('messaging_profile_id');
  if (!isName && !(typeof from === 'string' && NUMBER_OR_SHORT_CODE.test(from))) {
    throw telnyxRefusal(400, '40305', "Invalid 'from' address", 'from');
  }
}

/** What Telnyx answers; who asked already knows the text. */
export function createMessageAnswer(body: TelnyxBody, { to, text, encoding, segments }: InboxMessage, nowMs: number) {
  return {
    data: {
      id: randomUUID(),
      record_type: 'message',
      direction: 'outbound',
      type: 'SMS',
      from: { phone_number: body.get('from') ?? null, carrier: '', line_type: '' },
      to: [{ phone_number: to, status: 'queued', carrier: '', line_type: '' }],
      text,
      messaging_profile_id: body.get('messaging_profile_id') ?? null,
      webhook_url: body.get('webhook_url') ?? null,
      encoding,
      parts: segments,
      errors: [],
      cost: null,
      received_at: new Date(nowMs).toISOString(),
      sent_at: null,
      completed_at: null,
      valid_until: null,
    },
  };
}
