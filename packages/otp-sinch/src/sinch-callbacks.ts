/** Callbacks of the two APIs: who sent them, and what they say of a message. */
import { createHmac } from 'node:crypto';
import { isOptions } from '@countersign/otp-core/adapter';
import type { DeliveryReport, DeliveryReportOutcome, ProviderFailure } from '@countersign/otp-core/spec';
import {
  type Callback,
  failureOfReceipt,
  fieldOf,
  isSame,
  readTime,
  refuseCallback,
  textOf,
  verified,
} from '@countersign/otp-provider-utils';
import { isSinchId, signAsApplication } from './sinch-client.ts';
import {
  DELIVERY_ERRORS,
  DELIVERY_STATUSES,
  SINCH_SMS,
  SINCH_VERIFICATION,
  VERIFICATION_REASONS,
} from './sinch-errors.ts';

/** Callbacks of one API. */
export interface SinchCallbacks {
  /** When it was signed, in milliseconds since the epoch; `null` where nobody who knows the secret did. */
  readSignature(callback: Callback): number | null;
  readContent(content: unknown, providerId: string): DeliveryReportOutcome;
}

export function readSmsSignature({ header, body }: Callback, webhookSecret: string): number | null {
  const signature = header('x-sinch-webhook-signature') ?? '';
  const nonce = header('x-sinch-webhook-signature-nonce') ?? '';
  const timestamp = header('x-sinch-webhook-signature-timestamp') ?? '';
  const algorithm = header('x-sinch-webhook-signature-algorithm') ?? 'HmacSHA256';
  const expected = createHmac('sha256', webhookSecret).update(body).update(`.${nonce}.${timestamp}`).digest('base64');
  if (!isSame(signature, expected)) return null;
  const isReadable = /^hmac-?sha-?256$/i.test(algorithm) && nonce !== '' && /^\d{9,11}$/.test(timestamp);
  return isReadable ? Number(timestamp) * 1000 : null;
}

export function readSmsReport(report: unknown, providerId: string): DeliveryReportOutcome {
  const type = textOf(report, 'type');
  if (type !== 'recipient_delivery_report_sms' && type !== 'delivery_report_sms') return verified([]);
  const messageId = fieldOf(report, 'batch_id');
  if (!isSinchId(messageId)) return refuseCallback('malformed');
  const entries = type === 'recipient_delivery_report_sms' ? [report] : readEntries(report);
  return verified(entries.flatMap((entry) => toSmsReport(entry, messageId, providerId) ?? []));
}

/** One for each status that a recipient of the batch has; ours have one recipient. */
const MAX_ENTRIES = 20;

function readEntries(report: unknown): readonly unknown[] {
  const statuses = fieldOf(report, 'statuses');
  return Array.isArray(statuses) ? statuses.slice(0, MAX_ENTRIES).filter(isOptions) : [];
}

/** `Unknown` is final, and yet says nothing but that the message went on its way. */
const IN_TRANSIT = ['Queued', 'Dispatched', 'Unknown'];

/** `null` for a status that is not known here. */
function toSmsReport(entry: unknown, messageId: string, providerId: string): DeliveryReport | null {
  const status = textOf(entry, 'status') ?? '';
  const about = { providerId, messageId, atMs: readTime(fieldOf(entry, 'at'), 'Z') };
  if (status === 'Delivered') return { ...about, status: 'delivered', failure: null };
  if (IN_TRANSIT.includes(status)) return { ...about, status: 'in-transit', failure: null };
  const failure = readSmsFailure(status, fieldOf(entry, 'code'), providerId);
  return failure === null ? null : { ...about, status: 'undelivered', failure };
}

function readSmsFailure(status: string, written: unknown, providerId: string): ProviderFailure | null {
  const byStatus = DELIVERY_STATUSES.get(status);
  if (byStatus === undefined) return null;
  const code = Number.isInteger(written) && Number(written) >= 0 && Number(written) <= 9_999 ? String(written) : null;
  return failureOfReceipt({ code, meaning: DELIVERY_ERRORS.get(code ?? '') ?? byStatus }, SINCH_SMS, providerId);
}

/** @param path the one that was signed; `null`: that of each request */
export function readVerificationSignature(
  callback: Callback,
  { key, secret }: { readonly key: string; readonly secret: string },
  path: string | null,
): number | null {
  const { method, body, header } = callback;
  const [, givenKey = '', signature = ''] = AUTHORIZATION.exec(header('authorization') ?? '') ?? [];
  const timestamp = header('x-timestamp') ?? '';
  const contentType = header('content-type') ?? '';
  const parts = { method, body, contentType, timestamp, path: path ?? callback.path };
  const isSigned = isSame(signature, signAsApplication(secret, parts));
  // ISO 8601 in UTC; elsewhere Sinch leaves the Z out, so it may do so here.
  return isSigned && isSame(givenKey.toLowerCase(), key.toLowerCase()) ? readTime(timestamp, 'Z') : null;
}

const AUTHORIZATION = /^application ([0-9a-f-]{36}):([A-Za-z0-9+/]{43}=)$/i;

/** Sinch sends nothing unless it is answered so. Who may start a verification is decided before it is started. */
const ALLOW = { contentType: 'application/json', body: '{"action":"allow"}' };

export function readVerificationEvent(event: unknown, providerId: string): DeliveryReportOutcome {
  const messageId = fieldOf(event, 'id');
  switch (textOf(event, 'event')) {
    case 'VerificationRequestEvent':
      return verified([], ALLOW);
    case 'VerificationSmsDeliveredEvent':
    case 'VerificationResultEvent': {
      if (!isSinchId(messageId)) return refuseCallback('malformed');
      const fate = readFate(event, providerId);
      return verified(fate === null ? [] : [{ providerId, messageId, atMs: null, ...fate }]);
    }
    default:
      return verified([]);
  }
}

/** How the message fared; `null` where the event says nothing of a text message. */
function readFate(event: unknown, providerId: string): Pick<DeliveryReport, 'status' | 'failure'> | null {
  if (textOf(event, 'method')?.toLowerCase() !== 'sms') return null;
  const fail = (said: Parameters<typeof failureOfReceipt>[0]) =>
    ({ status: 'undelivered', failure: failureOfReceipt(said, SINCH_VERIFICATION, providerId) }) as const;
  if (textOf(event, 'event') === 'VerificationSmsDeliveredEvent') {
    const result = textOf(event, 'smsResult');
    if (result === 'Successful') return { status: 'delivered', failure: null };
    return result === 'Failed' ? fail({ code: null, meaning: { category: 'unreachable-recipient' } }) : null;
  }
  // A code that was right, wrong or too late says nothing of the message, and a receipt never verifies anybody.
  const code = textOf(event, 'reason') ?? '';
  const meaning = VERIFICATION_REASONS.get(code);
  return meaning === undefined || textOf(event, 'status') === 'SUCCESSFUL' ? null : fail({ code, meaning });
}
