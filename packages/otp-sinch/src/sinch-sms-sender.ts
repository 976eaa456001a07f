import { isFitToShow, OptionProblems } from '@countersign/otp-core/adapter';
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import {
  type Answer,
  BY_RECIPIENT,
  createWarmUp,
  type FailureContext,
  fieldOf,
  isSuccess,
  parseJson,
  type ReadyMessage,
  readCallbackUrl,
  readChoice,
  readClock,
  readGiven,
  readMessage,
  readOptionalShaped,
  readProviderId,
  readShaped,
  readTimeout,
  unclear,
} from '@countersign/otp-provider-utils';
import { askSinch, isSinchId, loadAxios, type SinchRequest } from './sinch-client.ts';
import { readApiUrl, type SinchClock } from './sinch-connection.ts';
import { createContext, readFailure, SMS_DIALECT } from './sinch-errors.ts';

/** Where the account lives: United States, Europe, Brazil, Canada, Australia. */
export type SinchSmsRegion = 'us' | 'eu' | 'br' | 'ca' | 'au';

/** Which reports Sinch sends, in Sinch's own words. */
export type SinchDeliveryReportType = 'none' | 'summary' | 'full' | 'per_recipient' | 'per_recipient_final';

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
  /** @defaultValue 'per_recipient' beside `callbackUrl`, else 'none' */
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
  readonly clock?: SinchClock;
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
  const resolved = resolveOptions(options);
  const { providerId, timeoutMs, apiToken } = resolved;

  async function send(message: SmsMessage, callOptions?: CallOptions): Promise<SendOutcome> {
    const given = readMessage(message, callOptions, MAX_TEXT_LENGTH, resolved);
    if (given.status === 'refused') return given;
    const { to, text, signal } = given;
    const exchange = await askSinch(writeBatch(resolved, given), timeoutMs, signal);
    const context = createContext(providerId, { asked: [to, text], credentials: [apiToken] });
    if (exchange.status === 'broken' || !isSuccess(exchange.statusCode)) {
      return readFailure(exchange, SMS_DIALECT, context);
    }
    return readBatch(exchange, to, context);
  }

  const warmUp = createWarmUp(providerId, loadAxios);
  return Object.freeze({ specificationVersion: 'v1', kind: 'sms-sender', providerId, send, warmUp });
}

/** More Sinch does not take. */
const MAX_TEXT_LENGTH = 1600;

const KNOWN_OPTIONS = [
  'servicePlanId',
  'apiToken',
  'region',
  'from',
  'deliveryReport',
  'callbackUrl',
  'clientReference',
  'baseUrl',
  'timeoutMs',
  'providerId',
  'clock',
] as const satisfies readonly (keyof SinchSmsSenderOptions)[];

const REGIONS = ['us', 'eu', 'br', 'ca', 'au'] as const satisfies readonly SinchSmsRegion[];
const REPORTS = ['none', 'summary', 'full', 'per_recipient', 'per_recipient_final'] as const;
/** A number, a short code, or a name as networks show it. */
const ORIGINATOR = /^(?:\+?[0-9]{3,15}|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ._&-]{0,10})$/;

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createSinchSmsSender');
  const given = readGiven(options, KNOWN_OPTIONS, problems);
  const plan = readShaped(given, 'servicePlanId', /^[A-Za-z0-9_-]{4,64}$/, 'the id of a service plan', problems);
  const region = readChoice(given, 'region', REGIONS, 'us', problems);
  const callbackUrl = readCallbackUrl(given, 'callbackUrl', problems);
  const unlessTold = callbackUrl === null ? 'none' : 'per_recipient';
  const mark = '1 to 128 visible ASCII characters';
  const resolved = {
    batchesUrl: `${readApiUrl(given, `https://${region}.sms.api.sinch.com`, problems)}/xms/v1/${plan}/batches`,
    apiToken: readShaped(given, 'apiToken', /^[\x21-\x7e]{8,512}$/, 'the API token of the service plan', problems),
    from: readOptionalShaped(given, 'from', ORIGINATOR, 'a number, or a name of at most 11 characters', problems),
    deliveryReport: readChoice(given, 'deliveryReport', REPORTS, unlessTold, problems),
    callbackUrl,
    clientReference: readOptionalShaped(given, 'clientReference', /^[\x21-\x7e]{1,128}$/, mark, problems),
    timeoutMs: readTimeout(given, problems),
    providerId: readProviderId(given, 'sinch-sms', problems),
    clock: readClock(given, problems),
  };
  problems.throwIfAny();
  return resolved;
}

/** Sinch gives up after this time in any case. */
const MAX_TTL_MS = 3 * 24 * 60 * 60 * 1000;

/** A batch of one message. A life that is none is not told: Sinch would refuse a message over it. */
function writeBatch(
  {
    batchesUrl,
    apiToken,
    from,
    deliveryReport,
    callbackUrl,
    clientReference,
    clock,
  }: ReturnType<typeof resolveOptions>,
  { to, text, ttlMs }: Pick<ReadyMessage, 'to' | 'text' | 'ttlMs'>,
): SinchRequest {
  const batch = {
    to: [to],
    ...(from === null ? {} : { from }),
    body: text,
    type: 'mt_text',
    delivery_report: deliveryReport,
    ...(callbackUrl === null ? {} : { callback_url: callbackUrl }),
    ...(clientReference === null ? {} : { client_reference: clientReference }),
    ...(ttlMs === null || ttlMs < 1
      ? {}
      : { expire_at: new Date(clock.now() + Math.min(ttlMs, MAX_TTL_MS)).toISOString() }),
  };
  return {
    method: 'POST',
    url: batchesUrl,
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${apiToken}` },
    body: JSON.stringify(batch),
  };
}

function readBatch({ statusCode, body }: Answer<string>, to: string, context: FailureContext): SendOutcome {
  const batch = parseJson(body ?? '');
  const id = fieldOf(batch, 'id');
  if (!isSinchId(id)) return unclear("Sinch's answer could not be read.", context, { statusCode });
  const about = { statusCode, ...BY_RECIPIENT };
  if (fieldOf(batch, 'canceled') === true) {
    return unclear('Sinch says that the message was cancelled.', context, about);
  }
  if (!isFor(fieldOf(batch, 'to'), to)) {
    return unclear('Sinch answered about a message to another number.', context, about);
  }
  return { status: 'accepted', messageId: isFitToShow(id, context) ? id : null };
}

/** Sinch repeats the number, sometimes without its plus sign. An answer that names none is about what was asked. */
function isFor(named: unknown, to: string): boolean {
  if (named === undefined || named === null) return true;
  return Array.isArray(named) && named.length === 1 && (named[0] === to || named[0] === to.slice(1));
}
