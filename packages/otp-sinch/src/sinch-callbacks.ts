/** Callbacks of the two APIs: who sent them, and what they say of a message. */
import { createHmac } from 'node:crypto';
import { createProviderFailure, isOptions } from '@countersign/otp-core/adapter';
import type {
  DeliveryReport,
  DeliveryReportOutcome,
  ProviderFailure,
  ProviderFailureCategory,
} from '@countersign/otp-core/spec';
import {
  type Callback,
  describeCategory,
  fieldOf,
  isSame,
  refuseCallback,
  textOf,
} from '@countersign/otp-provider-utils';
import { isSinchId } from './sinch-client.ts';
import { signAsApplication } from './sinch-connection.ts';
import { DELIVERY_ERRORS, DELIVERY_STATUSES, SINCH, VERIFICATION_REASONS } from './sinch-errors.ts';

/** What callbacks of the Verification API are signed with. */
export interface ResolvedVerificationCallback {
  readonly product: 'verification';
  readonly key: string;
  readonly secret: string;
  /** `null`: that of each request. */
  readonly path: string | null;
}

/** What callbacks of the SMS API are signed with. */
export interface ResolvedSmsCallback {
  readonly product: 'sms';
  readonly webhookSecret: string;
}

/** When it was signed, in milliseconds since the epoch; `null` where nobody who knows the secret did. */
export function readSmsSignature(
  request: Callback,
  { webhookSecret }: Pick<ResolvedSmsCallback, 'webhookSecret'>,
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

export function readSmsReport(report: unknown, providerId: string): DeliveryReportOutcome {
  const type = textOf(report, 'type');
  if (type !== 'recipient_delivery_report_sms' && type !== 'delivery_report_sms') {
    return { status: 'verified', reports: [], reply: null };
  }
  const messageId = fieldOf(report, 'batch_id');
  if (!isSinchId(messageId)) return refuseCallback('malformed');
  const entries = type === 'recipient_delivery_report_sms' ? [report] : readEntries(report);
  const reports = entries.flatMap((entry) => toSmsReport(entry, messageId, providerId) ?? []);
  return { status: 'verified', reports, reply: null };
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
  const about = { providerId, messageId, atMs: readTime(textOf(entry, 'at')) };
  if (status === 'Delivered') return { ...about, status: 'delivered', failure: null };
  if (IN_TRANSIT.includes(status)) return { ...about, status: 'in-transit', failure: null };
  const failure = readFailure(status, fieldOf(entry, 'code'), providerId);
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
    message: describeCategory(category, SINCH),
  });
}

function readTime(at: string | null): number | null {
  if (at === null || !/^\d{4}-\d\d-\d\dT[0-9:.]{5,18}(?:Z|[+-]\d\d:?\d\d)?$/.test(at)) return null;
  const atMs = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(at) ? at : `${at}Z`);
  return Number.isFinite(atMs) ? atMs : null;
}

/** When it was signed, in milliseconds since the epoch; `null` where nobody who knows the secret did. */
export function readVerificationSignature(
  request: Callback,
  { key, secret, path }: Omit<ResolvedVerificationCallback, 'product'>,
): number | null {
  const [, givenKey = '', signature = ''] = AUTHORIZATION.exec(request.header('authorization') ?? '') ?? [];
  const timestamp = request.header('x-timestamp') ?? '';
  const expected = signAsApplication(secret, {
    method: request.method,
    body: request.body,
    contentType: request.header('content-type') ?? '',
    timestamp,
    path: path ?? request.path,
  });
  const isSigned = isSame(signature, expected) && isSame(givenKey.toLowerCase(), key.toLowerCase());
  if (!isSigned || !TIMESTAMP.test(timestamp)) return null;
  const signedAtMs = Date.parse(timestamp.endsWith('Z') ? timestamp : `${timestamp}Z`);
  return Number.isFinite(signedAtMs) ? signedAtMs : null;
}

const AUTHORIZATION = /^application ([0-9a-f-]{36}):([A-Za-z0-9+/]{43}=)$/i;
/** ISO 8601 in UTC; elsewhere Sinch leaves the Z out, so it may do so here. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?$/;

export function readVerificationEvent(event: unknown, providerId: string): DeliveryReportOutcome {
  const messageId = fieldOf(event, 'id');
  switch (textOf(event, 'event')) {
    // Sinch sends nothing unless this is answered so. Who may start a verification is decided before it is started.
    case 'VerificationRequestEvent':
      return {
        status: 'verified',
        reports: [],
        reply: { contentType: 'application/json', body: '{"action":"allow"}' },
      };
    case 'VerificationSmsDeliveredEvent':
    case 'VerificationResultEvent': {
      if (!isSinchId(messageId)) return refuseCallback('malformed');
      const fate = readFate(event);
      return { status: 'verified', reports: fate === null ? [] : [toReport(providerId, messageId, fate)], reply: null };
    }
    default:
      return { status: 'verified', reports: [], reply: null };
  }
}

/** How the message fared. */
type Fate = 'delivered' | { readonly category: ProviderFailureCategory; readonly reason: string | null };

/** `null` where the event says nothing of a text message. */
function readFate(event: unknown): Fate | null {
  if (textOf(event, 'method')?.toLowerCase() !== 'sms') return null;
  if (textOf(event, 'event') === 'VerificationSmsDeliveredEvent') {
    const result = textOf(event, 'smsResult');
    if (result === 'Successful') return 'delivered';
    return result === 'Failed' ? { category: 'unreachable-recipient', reason: null } : null;
  }
  // A code that was right, wrong or too late says nothing of the message, and a receipt never verifies anybody.
  const reason = textOf(event, 'reason') ?? '';
  const category = VERIFICATION_REASONS.get(reason);
  return category === undefined || textOf(event, 'status') === 'SUCCESSFUL' ? null : { category, reason };
}

function toReport(providerId: string, messageId: string, fate: Fate): DeliveryReport {
  if (fate === 'delivered') return { providerId, messageId, status: 'delivered', atMs: null, failure: null };
  const { category, reason } = fate;
  const failure = createProviderFailure({
    category,
    providerId,
    ...(reason === null ? {} : { providerCode: reason }),
    message: describeCategory(category, SINCH),
  });
  return { providerId, messageId, status: 'undelivered', atMs: null, failure };
}
