import { TOKEN, text } from '@countersign/otp-core/settings';
import type { Clock, SendOutcome, SmsSender } from '@countersign/otp-core/spec';
import {
  accepted,
  BY_RECIPIENT,
  defineSender,
  fieldOf,
  type ReadyMessage,
  readOptions,
  type Success,
  uncertain,
  type VendorOptions,
} from '@countersign/otp-provider-utils';
import { askSinch, isSinchId, loadAxios, type SinchRequest } from './sinch-client.ts';
import { ORIGINATOR, REGIONS, readApiUrl, SERVICE_PLAN_ID } from './sinch-connection.ts';
import { SINCH_SMS } from './sinch-errors.ts';

/** Where the account lives: United States, Europe, Brazil, Canada, Australia. */
export type SinchSmsRegion = (typeof REGIONS)[number];

/** Which reports Sinch sends, in Sinch's own words. */
export type SinchDeliveryReportType = (typeof REPORTS)[number];

const REPORTS = ['none', 'summary', 'full', 'per_recipient', 'per_recipient_final'] as const;

/** Options of `createSinchSmsSender`. */
export interface SinchSmsSenderOptions {
  /** Id of the service plan, in the Sinch dashboard under SMS, APIs. */
  readonly servicePlanId: string;
  /** API token of the service plan. */
  readonly apiToken: string;
  /** The region of the service plan. Without effect beside `baseUrl`. @defaultValue 'us' */
  readonly region?: SinchSmsRegion;
  /** Number or name that the message shows. @defaultValue the default originator of the service plan */
  readonly from?: string;
  /** Which delivery reports Sinch sends. @defaultValue 'per_recipient' beside `callbackUrl`, else 'none' */
  readonly deliveryReport?: SinchDeliveryReportType;
  /** Where reports go. @defaultValue the callback address of the service plan */
  readonly callbackUrl?: string;
  /** Your own mark on every message, told again in reports; at most 128 visible ASCII characters. @defaultValue none */
  readonly clientReference?: string;
  /** Where the API is, if not at Sinch's. @defaultValue the region's, such as 'https://us.sms.api.sinch.com' */
  readonly baseUrl?: string;
  /** For one call, from the lookup of the name to the last byte: 1 to 60000. @defaultValue 10000 */
  readonly timeoutMs?: number;
  /** Appears in events. @defaultValue 'sinch-sms' */
  readonly providerId?: string;
  /** For tests: the time that `ttlMs` of a message counts from. @defaultValue the system's */
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * Sends text messages by Sinch's SMS API, as batches of one.
 *
 * `send` never rejects and makes at most one request: no retries, no redirects. It answers `refused` only where Sinch
 * certainly sent nothing, and `unknown` wherever the request may have arrived. A message with `ttlMs` is dropped by
 * Sinch once that time is over.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the token
 * @example
 * ```ts
 * const sender = createSinchSmsSender({ servicePlanId, apiToken, region: 'eu', from: 'Acme' });
 * const outcome = await sender.send({ to: '+14155550123', text: 'hello' });
 * ```
 */
export function createSinchSmsSender(options: SinchSmsSenderOptions): SmsSender {
  const resolved = readOptions('createSinchSmsSender', options, resolve);
  const { providerId, timeoutMs, apiToken } = resolved;
  const account = { providerId, vendor: SINCH_SMS, credentials: [apiToken], timeoutMs };

  return defineSender({ providerId, load: loadAxios, longestText: MAX_TEXT_LENGTH }, async (message) => {
    const answer = await askSinch(account, message, [message.to, message.text], writeBatch(resolved, message));
    return answer.status === 'failed' ? answer.outcome : readBatch(answer, message.to);
  });
}

/** More Sinch does not take. */
const MAX_TEXT_LENGTH = 1600;

const CLIENT_REFERENCE = text(/^[\x21-\x7e]{1,128}$/, '1 to 128 visible ASCII characters');

function resolve(given: VendorOptions) {
  const plan = given.text('servicePlanId', SERVICE_PLAN_ID);
  const region = given.choice('region', REGIONS, 'us');
  const callbackUrl = given.callbackUrl('callbackUrl');
  return {
    batchesUrl: `${readApiUrl(given, `https://${region}.sms.api.sinch.com`)}/xms/v1/${plan}/batches`,
    apiToken: given.text('apiToken', TOKEN),
    from: given.optionalText('from', ORIGINATOR),
    deliveryReport: given.choice('deliveryReport', REPORTS, callbackUrl === null ? 'none' : 'per_recipient'),
    callbackUrl,
    clientReference: given.optionalText('clientReference', CLIENT_REFERENCE),
    timeoutMs: given.timeoutMs(),
    providerId: given.providerId('sinch-sms'),
    clock: given.clock(),
  };
}

/** Sinch gives up after this time in any case. */
const MAX_TTL_MS = 3 * 24 * 60 * 60 * 1000;

/** A batch of one message. A life that is none is not told: Sinch would refuse a message over it. */
function writeBatch(options: ReturnType<typeof resolve>, { to, text, ttlMs }: ReadyMessage): SinchRequest {
  const { batchesUrl, apiToken, from, deliveryReport, callbackUrl, clientReference, clock } = options;
  const isLife = ttlMs !== null && ttlMs >= 1;
  const batch = {
    to: [to],
    ...(from === null ? {} : { from }),
    body: text,
    type: 'mt_text',
    delivery_report: deliveryReport,
    ...(callbackUrl === null ? {} : { callback_url: callbackUrl }),
    ...(clientReference === null ? {} : { client_reference: clientReference }),
    ...(isLife ? { expire_at: new Date(clock.now() + Math.min(ttlMs, MAX_TTL_MS)).toISOString() } : {}),
  };
  return {
    method: 'POST',
    url: batchesUrl,
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${apiToken}` },
    body: JSON.stringify(batch),
  };
}

function readBatch(answer: Success<unknown>, to: string): SendOutcome {
  const { body } = answer;
  const id = fieldOf(body, 'id');
  if (!isSinchId(id)) return uncertain("Sinch's answer could not be read.", answer);
  if (fieldOf(body, 'canceled') === true) {
    return uncertain('Sinch says that the message was cancelled.', answer, BY_RECIPIENT);
  }
  if (!isFor(fieldOf(body, 'to'), to)) {
    return uncertain('Sinch answered about a message to another number.', answer, BY_RECIPIENT);
  }
  return accepted(id, answer);
}

/** Sinch repeats the number, sometimes without its plus sign. An answer that names none is about what was asked. */
function isFor(named: unknown, to: string): boolean {
  if (named === undefined || named === null) return true;
  return Array.isArray(named) && named.length === 1 && (named[0] === to || named[0] === to.slice(1));
}
