/** Messages as Telnyx takes them and describes them. https://developers.telnyx.com/api/messaging/send-message */
import { countSegments, type SegmentCount } from '@countersign/otp-core';
import type { InboxDeliveryStatus } from '../../messages/inbox-message.ts';
import type { InboxPhoneNumber } from '../../messages/phone-number.ts';
import type { SentMessage } from '../desk.ts';
import { missing, readPhoneNumber, readProfileId, readWebhookUrl, type TelnyxBody } from './telnyx-body.ts';
import { notPlayed, telnyxRefusal } from './telnyx-refusal.ts';

export interface TelnyxMessage {
  readonly to: InboxPhoneNumber;
  readonly text: string;
  /** `null`: a number of the profile's pool. */
  readonly from: string | null;
  readonly profileId: string | null;
  readonly type: 'SMS' | 'MMS';
  readonly media: readonly string[];
  readonly encoding: SegmentCount['encoding'];
  readonly parts: number;
  readonly webhookUrl: string | null;
  readonly webhookFailoverUrl: string | null;
  readonly usesProfileWebhooks: boolean;
}

/** Whom a message may be from: `any`, or one of the ways that have a path of their own. */
export type TelnyxSenderKind = 'any' | 'long_code' | 'number_pool' | 'short_code' | 'alphanumeric_sender_id';

/** A message that was taken. */
export interface TelnyxRecord {
  readonly id: string;
  readonly message: TelnyxMessage;
  readonly sent: SentMessage;
}

const MAX_PARTS = 10;
/** So many letters fit ten parts; counting a longer text is no use. */
const MAX_TEXT_LENGTH = 1530;
const VALID_SECONDS = 3_600;
const ALPHANUMERIC = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;
const LONG_CODE = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,8}$/;

export function readTelnyxMessage(body: TelnyxBody, kind: TelnyxSenderKind): TelnyxMessage {
  const { from, profileId } = readSender(body, kind);
  const to = readPhoneNumber(body.get('to'), 'to', '40310');
  if (body.get('send_at') !== undefined && body.get('send_at') !== null) throw notPlayed('send_at');
  const media = readMedia(body);
  const type = readType(body, media.length > 0);
  const text = readText(body, media.length > 0);
  const { encoding, segments } = readEncoding(body, text);
  if (segments > MAX_PARTS) throw telnyxRefusal(400, '40302', 'Message too large', 'text');
  return {
    to,
    text,
    from,
    profileId,
    type,
    media,
    encoding,
    parts: segments,
    webhookUrl: readWebhookUrl(body, 'webhook_url'),
    webhookFailoverUrl: readWebhookUrl(body, 'webhook_failover_url'),
    usesProfileWebhooks: body.get('use_profile_webhooks') !== false,
  };
}

/** A message as it is now. */
export function describeMessage({ id, message, sent }: TelnyxRecord) {
  const { to, from, text, type, media, encoding, parts, profileId, webhookUrl, webhookFailoverUrl } = message;
  const { delivery, acceptedAtMs } = sent;
  const isSent = delivery.status !== 'accepted' && delivery.status !== 'queued';
  const isComplete = delivery.status === 'delivered' || delivery.status === 'undelivered';
  return {
    id,
    record_type: 'message',
    direction: 'outbound',
    type,
    messaging_profile_id: profileId,
    from: { phone_number: from, carrier: '', line_type: '' },
    to: [{ phone_number: to, status: statusOf(delivery.status), carrier: '', line_type: '' }],
    cc: [],
    text,
    subject: null,
    media: media.map((url) => ({ url, content_type: null, size: null, sha256: null })),
    webhook_url: webhookUrl,
    webhook_failover_url: webhookFailoverUrl,
    encoding,
    parts,
    tags: [],
    cost: isSent ? { amount: (parts * 0.004).toFixed(4), currency: 'USD' } : null,
    errors: delivery.code === null ? [] : [createError(delivery.code)],
    received_at: toIso(acceptedAtMs),
    sent_at: isSent ? toIso(delivery.atMs) : null,
    completed_at: isComplete ? toIso(delivery.atMs) : null,
    valid_until: toIso(acceptedAtMs + VALID_SECONDS * 1000),
  };
}

/** Of a message that was not delivered, inside a message or a webhook. */
export function createError(code: string) {
  const title = 'The message was not delivered';
  return { code, title, detail: title, meta: { url: `https://developers.telnyx.com/docs/overview/errors/${code}` } };
}

/** In Telnyx's words. */
export function statusOf(status: InboxDeliveryStatus): string {
  switch (status) {
    case 'accepted':
    case 'queued':
      return 'queued';
    case 'sent':
    case 'lost':
      return 'sent';
    case 'delivered':
      return 'delivered';
    case 'undelivered':
      return 'delivery_failed';
  }
}

export function toIso(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '+00:00');
}

/** A number or short code of the account, a name with its profile, or a number of the profile's pool. */
function readSender(body: TelnyxBody, kind: TelnyxSenderKind): Pick<TelnyxMessage, 'from' | 'profileId'> {
  const hasProfile = body.get('messaging_profile_id') !== undefined;
  const profileId = hasProfile ? readProfileId(body, 'messaging_profile_id') : null;
  const from = kind === 'number_pool' ? undefined : body.get('from');
  if (from === undefined) {
    if (!hasProfile || kind === 'long_code' || kind === 'short_code' || kind === 'alphanumeric_sender_id') {
      throw missing(kind === 'number_pool' ? 'messaging_profile_id' : 'from');
    }
    return { from: null, profileId };
  }
  const sender = typeof from === 'string' ? from : '';
  const isName = ALPHANUMERIC.test(sender);
  const fits: Readonly<Record<TelnyxSenderKind, boolean>> = {
    any: isName || LONG_CODE.test(sender) || SHORT_CODE.test(sender),
    long_code: LONG_CODE.test(sender),
    short_code: SHORT_CODE.test(sender),
    alphanumeric_sender_id: isName,
    number_pool: true,
  };
  if (isName && fits[kind] && !hasProfile) throw missing('messaging_profile_id');
  if (!fits[kind]) throw telnyxRefusal(400, '40305', "Invalid 'from' address", 'from');
  return { from: sender, profileId };
}

function readText(body: TelnyxBody, hasMedia: boolean): string {
  const text = body.get('text') ?? (hasMedia ? '' : undefined);
  if (typeof text !== 'string' || (text === '' && !hasMedia)) {
    throw telnyxRefusal(400, '40316', 'No content provided', 'text');
  }
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) throw telnyxRefusal(400, '10015', 'Bad Request', 'text');
  if (text.length > MAX_TEXT_LENGTH) throw telnyxRefusal(400, '40302', 'Message too large', 'text');
  return text;
}

function readMedia(body: TelnyxBody): readonly string[] {
  const urls: unknown = body.get('media_urls') ?? [];
  const isFine = Array.isArray(urls) && urls.every((url) => typeof url === 'string' && /^https?:\/\//.test(url));
  if (!isFine) throw telnyxRefusal(400, '10015', 'Bad Request', 'media_urls');
  return urls as readonly string[];
}

function readType(body: TelnyxBody, hasMedia: boolean): 'SMS' | 'MMS' {
  const type = body.get('type') ?? (hasMedia ? 'MMS' : 'SMS');
  if (type === 'MMS' || (type === 'SMS' && !hasMedia)) return type;
  throw telnyxRefusal(400, '40304', 'Invalid combination of message content', 'type');
}

function readEncoding(body: TelnyxBody, text: string): Pick<SegmentCount, 'encoding' | 'segments'> {
  const counted = countSegments(text);
  switch (body.get('encoding') ?? 'auto') {
    case 'auto':
      return counted;
    case 'gsm7':
      if (counted.encoding === 'GSM-7') return counted;
      throw telnyxRefusal(400, '40304', 'The text cannot be encoded in GSM-7', 'encoding');
    case 'ucs2': {
      const units = text.length;
      return { encoding: 'UCS-2', segments: units <= 70 ? 1 : Math.ceil(units / 67) };
    }
    default:
      throw telnyxRefusal(400, '10015', 'Bad Request', 'encoding');
  }
}
