import { OptionProblems } from '@countersign/otp-core/adapter';
import { readBaseUrl, readPublicUrl } from './base-url.ts';
import {
  readChoice,
  readClock,
  readGiven,
  readOptionalShaped,
  readProviderId,
  readShaped,
  readTimeout,
  type SinchClock,
} from './read-option.ts';

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

/** Options after defaults. */
export interface ResolvedSinchSmsOptions {
  readonly batchesUrl: string;
  readonly apiToken: string;
  readonly from: string | null;
  readonly deliveryReport: SinchDeliveryReportType;
  readonly callbackUrl: string | null;
  readonly clientReference: string | null;
  readonly timeoutMs: number;
  readonly providerId: string;
  readonly clock: SinchClock;
}

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

/** @throws OtpConfigurationError naming every problem at once, never the token. */
export function resolveSinchSmsOptions(options: unknown): ResolvedSinchSmsOptions {
  const problems = new OptionProblems('createSinchSmsSender');
  const given = readGiven(options, KNOWN_OPTIONS, problems);
  const plan = readShaped(given, 'servicePlanId', /^[A-Za-z0-9_-]{4,64}$/, 'the id of a service plan', problems);
  const region = readChoice(given, 'region', REGIONS, 'us', problems);
  const callbackUrl = readPublicUrl(given, 'callbackUrl', problems);
  const mark = '1 to 128 visible ASCII characters';
  const resolved: ResolvedSinchSmsOptions = {
    batchesUrl: `${readBaseUrl(given, `https://${region}.sms.api.sinch.com`, problems)}/xms/v1/${plan}/batches`,
    apiToken: readShaped(given, 'apiToken', /^[\x21-\x7e]{8,512}$/, 'the API token of the service plan', problems),
    from: readOptionalShaped(given, 'from', ORIGINATOR, 'a number, or a name of at most 11 characters', problems),
    deliveryReport: readChoice(
      given,
      'deliveryReport',
      REPORTS,
      callbackUrl === null ? 'none' : 'per_recipient',
      problems,
    ),
    callbackUrl,
    clientReference: readOptionalShaped(given, 'clientReference', /^[\x21-\x7e]{1,128}$/, mark, problems),
    timeoutMs: readTimeout(given, problems),
    providerId: readProviderId(given, 'sinch-sms', problems),
    clock: readClock(given, problems),
  };
  problems.throwIfAny();
  return resolved;
}
