/** Batches as the SMS API takes them, describes them, and reports on them. https://developers.sinch.com/docs/sms/api-reference/sms/tag/Batches */
import { countSegments } from '@countersign/otp-core';
import { type InboxPhoneNumber, parsePhoneNumber } from '../../messages/phone-number.ts';
import type { SentMessage } from '../desk.ts';
import type { SinchJson } from './sinch-json.ts';
import { smsRefusal } from './sinch-refusal.ts';

export interface SinchBatch {
  readonly id: string;
  readonly to: readonly InboxPhoneNumber[];
  readonly from: string | null;
  readonly text: string;
  readonly reports: SinchReports;
  readonly callbackUrl: string | null;
  readonly clientReference: string | null;
  readonly expireAt: string | null;
  readonly createdAtMs: number;
  /** One for each recipient, in their order. */
  readonly sent: SentMessage[];
}

export type SinchReports = (typeof REPORTS)[number];

const REPORTS = ['none', 'summary', 'full', 'per_recipient', 'per_recipient_final'] as const;
const MAX_TEXT_LENGTH = 1600;
const MAX_RECIPIENTS = 1000;
/** What would change the answer or the message, and is not played. */
const NOT_PLAYED = ['send_at', 'udh', 'parameters', 'max_number_of_message_parts', 'truncate_concat'];

/** Refuses the first thing that Sinch would complain of, without repeating what was sent. */
export function readSinchBatch(body: SinchJson | null, id: string, nowMs: number): SinchBatch {
  if (body === null) throw smsRefusal(400, 'syntax_invalid_json', 'The body is not a JSON object.');
  const { to, body: text, type, delivery_report = 'none', from, callback_url, client_reference, expire_at } = body;
  const recipients = readRecipients(to);
  if (!Array.isArray(to) || to.length === 0 || to.length > MAX_RECIPIENTS) throw violated('to', '1 to 1000 numbers');
  if (recipients.length !== to.length) throw malformed('to', 'a valid MSISDN');
  if (typeof text !== 'string' || text === '' || text.length > MAX_TEXT_LENGTH || /\p{Surrogate}|\0/u.test(text)) {
    throw violated('body', '1 to 1600 characters');
  }
  if (type !== undefined && type !== 'mt_text') throw malformed('type', 'mt_text here');
  const reports = REPORTS.find((each) => each === delivery_report);
  if (reports === undefined) throw malformed('delivery_report', 'a type of report');
  if (from !== undefined && !(typeof from === 'string' && /^[\x20-\x7e]{1,18}$/.test(from))) {
    throw malformed('from', 'an originator');
  }
  if (callback_url !== undefined && !isAddress(callback_url)) throw malformed('callback_url', 'a URL');
  if (client_reference !== undefined && !isShortString(client_reference, 128)) {
    throw malformed('client_reference', 'at most 128 characters');
  }
  const expiresAtMs = typeof expire_at === 'string' ? Date.parse(expire_at) : Number.NaN;
  if (expire_at !== undefined && !(expiresAtMs > nowMs)) throw violated('expire_at', 'a time to come');
  if (body.flash_message === true) throw notPlayed('flash_message');
  for (const name of NOT_PLAYED) if ((body[name] ?? null) !== null && body[name] !== false) throw notPlayed(name);
  return {
    id,
    to: recipients,
    from: toText(from),
    text,
    reports,
    callbackUrl: toText(callback_url),
    clientReference: toText(client_reference),
    expireAt: toText(expire_at),
    createdAtMs: nowMs,
    sent: [],
  };
}

/** A batch, as answers have it. */
export function describeBatch(batch: SinchBatch) {
  const at = new Date(batch.createdAtMs).toISOString();
  return {
    id: batch.id,
    to: batch.to.map(toMsisdn),
    ...(batch.from === null ? {} : { from: batch.from }),
    canceled: false,
    body: batch.text,
    type: 'mt_text',
    created_at: at,
    modified_at: at,
    delivery_report: batch.reports,
    ...(batch.expireAt === null ? {} : { expire_at: batch.expireAt }),
    ...(batch.callbackUrl === null ? {} : { callback_url: batch.callbackUrl }),
    ...(batch.clientReference === null ? {} : { client_reference: batch.clientReference }),
    flash_message: false,
  };
}

/** A state and its code, in the words of the SMS API. */
export function wordOf(
  status: SentMessage['delivery']['status'],
  code: string | null,
): { readonly status: string; readonly code: number } {
  switch (status) {
    case 'accepted':
    case 'queued':
      return { status: 'Queued', code: 400 };
    case 'sent':
    case 'lost':
      return { status: 'Dispatched', code: 401 };
    case 'delivered':
      return { status: 'Delivered', code: 0 };
    case 'undelivered':
      return { status: code === '412' ? 'Rejected' : 'Failed', code: Number(code) };
  }
}

/** The report on a whole batch: how many are in which state. */
export function describeReport(batch: SinchBatch, kind: 'summary' | 'full') {
  const groups = new Map<string, { code: number; status: string; count: number; recipients: string[] }>();
  for (const { to, delivery } of batch.sent) {
    const word = wordOf(delivery.status, delivery.code);
    const group = groups.get(word.status) ?? { ...word, count: 0, recipients: [] };
    groups.set(word.status, { ...group, count: group.count + 1, recipients: [...group.recipients, toMsisdn(to)] });
  }
  return {
    type: 'delivery_report_sms',
    batch_id: batch.id,
    total_message_count: batch.sent.length * countSegments(batch.text).segments,
    statuses: [...groups.values()].map(({ recipients, ...group }) =>
      kind === 'full' ? { ...group, recipients } : group,
    ),
    ...(batch.clientReference === null ? {} : { client_reference: batch.clientReference }),
  };
}

/** The report on one recipient. */
export function describeRecipient(batch: SinchBatch, to: InboxPhoneNumber, delivery: SentMessage['delivery']) {
  return {
    type: 'recipient_delivery_report_sms',
    batch_id: batch.id,
    recipient: toMsisdn(to),
    ...wordOf(delivery.status, delivery.code),
    at: new Date(delivery.atMs).toISOString(),
    ...(batch.clientReference === null ? {} : { client_reference: batch.clientReference }),
  };
}

/** Sinch writes numbers without their plus. */
function toMsisdn(to: InboxPhoneNumber): string {
  return to.slice(1);
}

function malformed(parameter: string, expectation: string) {
  return smsRefusal(400, 'syntax_invalid_parameter_format', `The format of '${parameter}' is invalid: ${expectation}.`);
}

function violated(parameter: string, expectation: string) {
  return smsRefusal(400, 'syntax_constraint_violation', `'${parameter}' must be ${expectation}.`);
}

function notPlayed(parameter: string) {
  const text = `The inbox does not play '${parameter}'. Leave it out, or use a real account.`;
  return smsRefusal(400, 'syntax_constraint_violation', text);
}

function readRecipients(to: unknown): InboxPhoneNumber[] {
  const recipients: readonly unknown[] = Array.isArray(to) ? to : [];
  return recipients.map(parsePhoneNumber).filter((recipient) => recipient !== null);
}

function isAddress(value: unknown): boolean {
  return isShortString(value, 2048) && /^https?:\/\//.test(String(value)) && URL.canParse(String(value));
}

function isShortString(value: unknown, maximumLength: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= maximumLength;
}

function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
