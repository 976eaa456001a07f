import { OptionProblems } from '@countersign/otp-core/adapter';
import { readBaseUrl } from './base-url.ts';
import {
  readApplication,
  readChoice,
  readClock,
  readGiven,
  readInteger,
  readProviderId,
  readTimeout,
  type SinchClock,
} from './read-option.ts';

/** Options of `createSinchVerificationProvider`. */
export interface SinchVerificationProviderOptions {
  /** Key of the app in the Sinch dashboard, under Verification. */
  readonly applicationKey: string;
  /** Its secret, as the dashboard shows it: in Base64. */
  readonly applicationSecret: string;
  /**
   * `'application-signed'` signs every request; the secret never travels. `'basic'` sends it along, which Sinch means
   * for trying things out and which the dashboard can forbid; it also takes no `expiryMs`.
   * @defaultValue 'application-signed'
   */
  readonly authentication?: 'application-signed' | 'basic';
  /**
   * How long Sinch accepts a code, in milliseconds: whole seconds from 30 to 600. The engine may end it sooner.
   * @defaultValue 600000 where requests are signed; with `'basic'` the dashboard decides
   */
  readonly expiryMs?: number;
  /** Digits in the codes of the app; Sinch sends four unless it has set up something else. @defaultValue 4 */
  readonly codeLength?: number;
  /** Where the API is, if not at Sinch's. @defaultValue 'https://verification.api.sinch.com' */
  readonly baseUrl?: string;
  /** For one call, from the lookup of the name to the last byte: 1 to 60000. @defaultValue 10000 */
  readonly timeoutMs?: number;
  /** Appears in events and is sealed into handles: never change it. @defaultValue 'sinch' */
  readonly providerId?: string;
  /** For tests: the time that requests are signed with. @defaultValue the system's */
  readonly clock?: SinchClock;
}

/** Options after defaults. */
export interface ResolvedSinchVerificationOptions {
  readonly key: string;
  readonly secret: string;
  readonly authentication: 'application-signed' | 'basic';
  /** `null`: not told to Sinch. */
  readonly expiryMs: number | null;
  readonly codeLength: number;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly providerId: string;
  readonly clock: SinchClock;
}

const KNOWN_OPTIONS = [
  'applicationKey',
  'applicationSecret',
  'authentication',
  'expiryMs',
  'codeLength',
  'baseUrl',
  'timeoutMs',
  'providerId',
  'clock',
] as const satisfies readonly (keyof SinchVerificationProviderOptions)[];

/** @throws OtpConfigurationError naming every problem at once, never a key or a secret. */
export function resolveSinchVerificationOptions(options: unknown): ResolvedSinchVerificationOptions {
  const problems = new OptionProblems('createSinchVerificationProvider');
  const given = readGiven(options, KNOWN_OPTIONS, problems);
  const modes = ['application-signed', 'basic'] as const;
  const authentication = readChoice(given, 'authentication', modes, 'application-signed', problems);
  const resolved: ResolvedSinchVerificationOptions = {
    ...readApplication(given, problems),
    authentication,
    expiryMs: readExpiry(given, authentication, problems),
    codeLength: readInteger(given, 'codeLength', { minimum: 4, maximum: 10, defaultValue: 4 }, problems),
    baseUrl: readBaseUrl(given, 'https://verification.api.sinch.com', problems),
    timeoutMs: readTimeout(given, problems),
    providerId: readProviderId(given, 'sinch', problems),
    clock: readClock(given, problems),
  };
  problems.throwIfAny();
  return resolved;
}

/** Sinch takes `smsOptions` of signed requests only. */
function readExpiry(
  given: Readonly<Record<string, unknown>>,
  authentication: 'application-signed' | 'basic',
  problems: OptionProblems,
): number | null {
  if (authentication === 'basic') {
    if (given.expiryMs !== undefined) problems.add('expiryMs', "needs authentication: 'application-signed'");
    return null;
  }
  const expiryMs = readInteger(
    given,
    'expiryMs',
    { minimum: 30_000, maximum: 600_000, defaultValue: 600_000 },
    problems,
  );
  if (expiryMs % 1000 !== 0) problems.add('expiryMs', 'must be whole seconds');
  return expiryMs;
}
