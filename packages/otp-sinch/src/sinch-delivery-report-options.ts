import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import { readPublicUrl } from './base-url.ts';
import {
  readApplication,
  readClock,
  readGiven,
  readInteger,
  readProviderId,
  readShaped,
  type SinchClock,
} from './read-option.ts';

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

/** Options after defaults. */
export type ResolvedSinchCallbackOptions = ResolvedVerificationCallbackOptions | ResolvedSmsCallbackOptions;

export interface ResolvedVerificationCallbackOptions extends ResolvedCallbackOptions {
  readonly product: 'verification';
  readonly key: string;
  readonly secret: string;
  /** `null`: that of each request. */
  readonly path: string | null;
}

export interface ResolvedSmsCallbackOptions extends ResolvedCallbackOptions {
  readonly product: 'sms';
  readonly webhookSecret: string;
}

interface ResolvedCallbackOptions {
  readonly toleranceMs: number;
  readonly providerId: string;
  readonly clock: SinchClock;
}

const COMMON = ['toleranceMs', 'providerId', 'clock'];
const KNOWN_OF_VERIFICATION = ['applicationKey', 'applicationSecret', 'publicUrl', ...COMMON];
const KNOWN_OF_SMS = ['webhookSecret', ...COMMON];

/** @throws OtpConfigurationError naming every problem at once, never a key or a secret. */
export function resolveSinchCallbackOptions(options: unknown): ResolvedSinchCallbackOptions {
  const problems = new OptionProblems('createSinchDeliveryReportParser');
  const isForSms = isOptions(options) && options.webhookSecret !== undefined;
  const given = readGiven(options, isForSms ? KNOWN_OF_SMS : KNOWN_OF_VERIFICATION, problems);
  const common = {
    toleranceMs: readInteger(
      given,
      'toleranceMs',
      { minimum: 1_000, maximum: 86_400_000, defaultValue: 300_000 },
      problems,
    ),
    providerId: readProviderId(given, isForSms ? 'sinch-sms' : 'sinch', problems),
    clock: readClock(given, problems),
  };
  const resolved: ResolvedSinchCallbackOptions = isForSms
    ? {
        product: 'sms',
        webhookSecret: readShaped(
          given,
          'webhookSecret',
          /^[\x20-\x7e]{8,512}$/,
          'the secret of the callbacks',
          problems,
        ),
        ...common,
      }
    : {
        product: 'verification',
        ...readApplication(given, problems),
        path: pathOf(readPublicUrl(given, 'publicUrl', problems)),
        ...common,
      };
  problems.throwIfAny();
  return resolved;
}

function pathOf(publicUrl: string | null): string | null {
  return publicUrl === null ? null : new URL(publicUrl).pathname;
}
