import { OptionProblems } from '@countersign/otp-core/adapter';
import type {
  CallOptions,
  CheckInput,
  CheckOutcome,
  StartInput,
  StartOutcome,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import {
  asUnknown,
  createWarmUp,
  type GivenOptions,
  isCode,
  isPhoneNumber,
  isSuccess,
  readBroken,
  readCall,
  readChoice,
  readClock,
  readFields,
  readGiven,
  readInteger,
  readProviderId,
  readRecipient,
  readTimeout,
} from '@countersign/otp-provider-utils';
import { askSinch, isSinchId, loadAxios } from './sinch-client.ts';
import { readApiUrl, readApplication, type SinchClock } from './sinch-connection.ts';
import { createContext, readFailure, VERIFICATION_DIALECT } from './sinch-errors.ts';
import {
  credentialsOf,
  readReport,
  readStart,
  type SinchVerificationSettings,
  writeReport,
  writeStart,
} from './sinch-verification-wire.ts';

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

/**
 * Lets Sinch make, send and check codes by its Verification API.
 *
 * Neither call rejects and each makes at most one request: no retries, no redirects. Sinch keeps one verification per
 * number: a new start ends the former. A wrong code leaves it open, and Sinch documents no limit of wrong codes, so the
 * engine's own count is the one that holds. There is no way to end a verification, hence no `cancel`.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never a key or a secret
 * @example
 * ```ts
 * const provider = createSinchVerificationProvider({ applicationKey, applicationSecret });
 * const outcome = await provider.start({ to: '+14155550123', locale: 'sv-SE' });
 * ```
 */
export function createSinchVerificationProvider(options: SinchVerificationProviderOptions): VerificationProvider {
  const resolved = resolveOptions(options);
  const { providerId, timeoutMs, codeLength, expiryMs } = resolved;
  const credentials = credentialsOf(resolved);

  async function start(input: StartInput, callOptions?: CallOptions): Promise<StartOutcome> {
    const given = readRecipient(input, callOptions, resolved);
    if (given.status === 'refused') return given;
    const { to, signal } = given;
    const { locale } = readFields(input, ['locale']);
    const exchange = await askSinch(writeStart(resolved, to, locale), timeoutMs, signal);
    const context = createContext(providerId, { asked: [to], credentials });
    if (exchange.status === 'broken' || !isSuccess(exchange.statusCode)) {
      return readFailure(exchange, VERIFICATION_DIALECT, context);
    }
    const outcome = readStart(exchange, to, context);
    return outcome.status === 'accepted' && expiryMs !== null ? { ...outcome, ttlMs: expiryMs } : outcome;
  }

  async function check(input: CheckInput, callOptions?: CallOptions): Promise<CheckOutcome> {
    const { to, reference, code } = readFields(input, ['to', 'reference', 'code']);
    if (!isPhoneNumber(to) || (reference !== null && !isSinchId(reference))) return { status: 'not-found' };
    if (!isCode(code, 3)) return { status: 'mismatch' };
    const call = readCall(callOptions, resolved);
    if (call.status === 'refused') return asUnknown(call);
    const request = writeReport(resolved, reference === null ? { to } : { reference }, code);
    const exchange = await askSinch(request, timeoutMs, call.signal);
    const context = createContext(providerId, { asked: [to, code], credentials });
    if (exchange.status === 'broken') return asUnknown(readBroken(exchange, context));
    return readReport(exchange, reference, context);
  }

  return Object.freeze({
    specificationVersion: 'v1',
    kind: 'verification-provider',
    providerId,
    capabilities: Object.freeze({ concurrency: 'per-number', codeLength, maxChecks: null, checkByNumber: true }),
    start,
    check,
    warmUp: createWarmUp(providerId, loadAxios),
  });
}

/** Options after defaults. */
interface Resolved extends SinchVerificationSettings {
  readonly codeLength: number;
  readonly timeoutMs: number;
  readonly providerId: string;
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

function resolveOptions(options: unknown): Resolved {
  const problems = new OptionProblems('createSinchVerificationProvider');
  const given = readGiven(options, KNOWN_OPTIONS, problems);
  const modes = ['application-signed', 'basic'] as const;
  const authentication = readChoice(given, 'authentication', modes, 'application-signed', problems);
  const resolved: Resolved = {
    ...readApplication(given, problems),
    authentication,
    expiryMs: readExpiry(given, authentication, problems),
    codeLength: readInteger(given, 'codeLength', { minimum: 4, maximum: 10, defaultValue: 4 }, problems),
    baseUrl: readApiUrl(given, 'https://verification.api.sinch.com', problems),
    timeoutMs: readTimeout(given, problems),
    providerId: readProviderId(given, 'sinch', problems),
    clock: readClock(given, problems),
  };
  problems.throwIfAny();
  return resolved;
}

/** Sinch takes `smsOptions` of signed requests only. */
function readExpiry(
  given: GivenOptions,
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
