import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type { DeliveryReportOutcome, DeliveryReportParser, DeliveryReportRequest } from '@countersign/otp-core/spec';
import {
  parseJson,
  readCallback,
  readCallbackUrl,
  readClock,
  readGiven,
  readInteger,
  readProviderId,
  readShaped,
  refuseCallback,
} from '@countersign/otp-provider-utils';
import {
  type ResolvedSmsCallback,
  type ResolvedVerificationCallback,
  readSmsReport,
  readSmsSignature,
  readVerificationEvent,
  readVerificationSignature,
} from './sinch-callbacks.ts';
import { readApplication, type SinchClock } from './sinch-connection.ts';

/** Options of `createSinchDeliveryReportParser`: for callbacks of the Verification API, or of the SMS API. */
export type SinchDeliveryReportParserOptions = SinchVerificationCallbackOptions | SinchSmsCallbackOptions;

/** For the callbacks of `createSinchVerificationProvider`, which Sinch signs with the app's secret. */
export interface SinchVerificationCallbackOptions extends SinchCallbackOptions {
  readonly applicationKey: string;
  readonly applicationSecret: string;
  /** The callback address as the dashboard has it; its path is signed. @defaultValue the address of each request */
  readonly publicUrl?: string;
}

/** For the callbacks of `createSinchSmsSender`, which Sinch signs with a secret of their own. */
export interface SinchSmsCallbackOptions extends SinchCallbackOptions {
  /** Secret that the callbacks of the service plan are signed with; Sinch sets it up on request. */
  readonly webhookSecret: string;
}

interface SinchCallbackOptions {
  /** How far the time of a signature may be from now, either way, in milliseconds: 1000 to 86400000. @defaultValue 300000 */
  readonly toleranceMs?: number;
  /** That of the provider or sender reported on. @defaultValue 'sinch' for verifications, 'sinch-sms' for SMS */
  readonly providerId?: string;
  /** For tests: the time that signatures are compared with. @defaultValue the system's */
  readonly clock?: SinchClock;
}

/**
 * Reads what Sinch calls back with: the signature first, then its age, then what it says. Given the key and the secret
 * of an app it reads callbacks of the Verification API; given a `webhookSecret`, delivery reports of the SMS API.
 *
 * Answer a request that comes with a `reply` with just that: Sinch sends no code before its `VerificationRequestEvent`
 * is answered. The parser keeps nothing, so the same callback twice within `toleranceMs` gives the same reports twice.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never a key or a secret
 * @example
 * ```ts
 * const parser = createSinchDeliveryReportParser({ applicationKey, applicationSecret });
 * const outcome = await parser.parse({ method: 'POST', url: '/webhooks/sinch', headers, body });
 * ```
 */
export function createSinchDeliveryReportParser(options: SinchDeliveryReportParserOptions): DeliveryReportParser {
  const { providerId, toleranceMs, clock, signed } = resolveOptions(options);

  async function parse(request: DeliveryReportRequest): Promise<DeliveryReportOutcome> {
    const callback = readCallback(request, MAX_BODY_BYTES);
    if (callback?.method !== 'POST' || callback.headers === null) return refuseCallback('malformed');
    const signedAtMs =
      signed.product === 'sms' ? readSmsSignature(callback, signed) : readVerificationSignature(callback, signed);
    if (signedAtMs === null) return refuseCallback('unauthenticated');
    if (Math.abs(clock.now() - signedAtMs) > toleranceMs) return refuseCallback('stale');
    const content = parseJson(Buffer.from(callback.body).toString('utf8'));
    if (!isOptions(content)) return refuseCallback('malformed');
    return signed.product === 'sms' ? readSmsReport(content, providerId) : readVerificationEvent(content, providerId);
  }

  return Object.freeze({ specificationVersion: 'v1', kind: 'delivery-report-parser', providerId, parse });
}

/** Sinch's callbacks have less than 2 kB; a report of type `full` a little more. */
const MAX_BODY_BYTES = 65_536;

const COMMON = ['toleranceMs', 'providerId', 'clock'];
const KNOWN_OF_VERIFICATION = ['applicationKey', 'applicationSecret', 'publicUrl', ...COMMON];
const KNOWN_OF_SMS = ['webhookSecret', ...COMMON];

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createSinchDeliveryReportParser');
  const isForSms = isOptions(options) && options.webhookSecret !== undefined;
  const given = readGiven(options, isForSms ? KNOWN_OF_SMS : KNOWN_OF_VERIFICATION, problems);
  const tolerances = { minimum: 1_000, maximum: 86_400_000, defaultValue: 300_000 };
  const secret = /^[\x20-\x7e]{8,512}$/;
  const signed: ResolvedSmsCallback | ResolvedVerificationCallback = isForSms
    ? {
        product: 'sms',
        webhookSecret: readShaped(given, 'webhookSecret', secret, 'the secret of the callbacks', problems),
      }
    : {
        product: 'verification',
        ...readApplication(given, problems),
        path: pathOf(readCallbackUrl(given, 'publicUrl', problems)),
      };
  const resolved = {
    signed,
    toleranceMs: readInteger(given, 'toleranceMs', tolerances, problems),
    providerId: readProviderId(given, isForSms ? 'sinch-sms' : 'sinch', problems),
    clock: readClock(given, problems),
  };
  problems.throwIfAny();
  return resolved;
}

function pathOf(publicUrl: string | null): string | null {
  return publicUrl === null ? null : new URL(publicUrl).pathname;
}
