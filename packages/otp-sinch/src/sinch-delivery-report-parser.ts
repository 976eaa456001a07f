import { isOptions } from '@countersign/otp-core/adapter';
import type { Clock, DeliveryReportParser } from '@countersign/otp-core/spec';
import {
  defineReceiptParser,
  parseJson,
  readOptions,
  refuseCallback,
  type VendorOptions,
} from '@countersign/otp-provider-utils';
import {
  readSmsReport,
  readSmsSignature,
  readVerificationEvent,
  readVerificationSignature,
  type SinchCallbacks,
} from './sinch-callbacks.ts';
import { CALLBACK_SECRET, readApplication } from './sinch-connection.ts';

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
  readonly clock?: Pick<Clock, 'now'>;
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
  const isForSms = isOptions(options) && options.webhookSecret !== undefined;
  const resolved = readOptions('createSinchDeliveryReportParser', options, (given) => ({
    callbacks: isForSms ? smsCallbacks(given) : verificationCallbacks(given),
    toleranceMs: given.whole('toleranceMs', { minimum: 1_000, maximum: 86_400_000, defaultValue: 300_000 }),
    providerId: given.providerId(isForSms ? 'sinch-sms' : 'sinch'),
    clock: given.clock(),
  }));
  const { callbacks, toleranceMs, providerId, clock } = resolved;

  return defineReceiptParser({ providerId, maxBodyBytes: MAX_BODY_BYTES }, (callback) => {
    const signedAtMs = callbacks.readSignature(callback);
    if (signedAtMs === null) return refuseCallback('unauthenticated');
    if (Math.abs(clock.now() - signedAtMs) > toleranceMs) return refuseCallback('stale');
    const content = parseJson(Buffer.from(callback.body).toString('utf8'));
    return isOptions(content) ? callbacks.readContent(content, providerId) : refuseCallback('malformed');
  });
}

/** Sinch's callbacks have less than 2 kB; a report of type `full` a little more. */
const MAX_BODY_BYTES = 65_536;

function smsCallbacks(given: VendorOptions): SinchCallbacks {
  const webhookSecret = given.text('webhookSecret', CALLBACK_SECRET);
  return { readSignature: (callback) => readSmsSignature(callback, webhookSecret), readContent: readSmsReport };
}

function verificationCallbacks(given: VendorOptions): SinchCallbacks {
  const application = readApplication(given);
  const publicUrl = given.callbackUrl('publicUrl');
  const path = publicUrl === null ? null : new URL(publicUrl).pathname;
  return {
    readSignature: (callback) => readVerificationSignature(callback, application, path),
    readContent: readVerificationEvent,
  };
}
