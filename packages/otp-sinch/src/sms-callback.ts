/** Callbacks of the SMS API: who sent them, and what they say of a message. */
import { createHmac } from 'node:crypto';
import { createProviderFailure } from '@countersign/otp-core/adapter';
import type { DeliveryReport, DeliveryReportOutcome, ProviderFailure } from '@countersign/otp-core/spec';
import type { CallbackRequest } from './callback-request.ts';
import { isSame } from './constant-time.ts';
import { isSinchId } from './read-call.ts';
import { asJsonObject, type JsonObject, memberOf, stringIn } from './read-json.ts';
import type { ResolvedSmsCallbackOptions } from './sinch-delivery-report-options.ts';
import { DELIVERY_ERRORS, DELIVERY_STATUSES } from './sinch-errors.ts';
import { messageOf } from './sinch-failure.ts';

/** When it was signed, in milliseconds since the epoch; `null` where nobody who knows the secret did. */
export function readSmsSignature(
  request: CallbackRequest,
  { webhookSecret }: ResolvedSmsCallbackOptions,
): number | null {
  const signature = request.header('x-sinch-webhook-signature') ?? '';
  const nonce = request.header('x-sinch-webhook-signature-nonce') ?? '';
  const timestamp = request.header('x-sinch-webhook-signature-timestamp') ?? '';
  const algorithm = request.header('x-sinch-webhook-signature-algorithm') ?? 'HmacSHA256';
  const expected = createHmac('sha256', webhookSecret)
    .update(request.body)
    .update(`.${nonce}.${timestamp}`)
    .digest('base64');
  if (!isSame(signature, expected)) return null;
  const isReadable = /^hmac-?sha-?256$/i.test(algorithm) && nonce !== '' && /^\d{9,11}$/.test(timestamp);
  return isReadable ? Number(timestamp) * 1000 : null;
}

export function readSmsReport(report: JsonObject, providerId: string): DeliveryReportOutcome {
  const type = stringIn(report, 'type');
  if (type !== 'recipient_delivery_report_sms' && type !== 'delivery_report_sms') {
    return { status: 'verified', reports: [], reply: null };
  }
  const messageId = memberOf(report, 'batch_id');
  if (!isSinchId(messageId)) return { status: 'refused', reason: 'malformed' };
  const entries = type === 'recipient_delivery_report_sms' ? [report] : readEntries(report);
  const reports = entries.flatMap((entry) => toReport(entry, messageId, providerId) ?? []);
  return { status: 'verified', reports, reply: null };
}

/** One for each status that a recipient of the batch has; ours have one recipient. */
const MAX_ENTRIES = 20;

function readEntries(report: JsonObject): JsonObject[] {
  const statuses: unknown = memberOf(report, 'statuses');
  const entries: readonly unknown[] = Array.isArray(statuses) ? statuses.slice(0, MAX_ENTRIES) : [];
  return entries.map(asJsonObject).filter((entry) => entry !== null);
}

/** `Unknown` is final, and yet says nothing but that the message went on its way. */
const IN_TRANSIT = ['Queued', 'Dispatched', 'Unknown'];

/** `null` for a status that is not known here. */
function toReport(entry: JsonObject, messageId: string, providerId: string): DeliveryReport | null {
  const status = stringIn(entry, 'status') ?? '';
  const about = { providerId, messageId, atMs: readTime(stringIn(entry, 'at')) };
  if (status === 'Delivered') return { ...about, status: 'delivered', failure: null };
  if (IN_TRANSIT.includes(status)) return { ...about, status: 'in-transit', failure: null };
  const failure = readFailure(status, memberOf(entry, 'code'), providerId);
  return failure === null ? null : { ...about, status: 'undelivered', failure };
}

function readFailure(status: string, code: unknown, providerId: string): ProviderFailure | null {
  const byStatus = DELIVERY_STATUSES.get(status);
  if (byStatus === undefined) return null;
  const providerCode = Number.isInteger(code) && Number(code) >= 0 && Number(code) <= 9_999 ? String(code) : null;
  const category = (providerCode === null ? undefined : DELIVERY_ERRORS.get(providerCode)) ?? byStatus;
  return createProviderFailure({
    category,
    providerId,
    ...(providerCode === null ? {} : { providerCode }),
    message: messageOf(category),
  });
}

function readTime(at: string | null): number | null {
  if (at === null || !/^\d{4}-\d\d-\d\dT[0-9:.]{5,18}(?:Z|[+-]\d\d:?\d\d)?$/.test(at)) return null;
  const atMs = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(at) ? at : `${at}Z`);
  return Number.isFinite(atMs) ? atMs : null;
}
