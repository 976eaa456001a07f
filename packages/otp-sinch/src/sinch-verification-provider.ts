import type { Clock, VerificationProvider } from '@countersign/otp-core/spec';
import { defineProvider, readFields, readOptions, type VendorOptions } from '@countersign/otp-provider-utils';
import { askSinch, isSinchId, loadAxios } from './sinch-client.ts';
import { readApiUrl, readApplication } from './sinch-connection.ts';
import { SINCH_VERIFICATION } from './sinch-errors.ts';
import {
  credentialsOf,
  readFailedReport,
  readReport,
  readStart,
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
  readonly clock?: Pick<Clock, 'now'>;
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
  const resolved = readOptions('createSinchVerificationProvider', options, resolve);
  const { providerId, timeoutMs, codeLength, expiryMs } = resolved;
  const account = { providerId, vendor: SINCH_VERIFICATION, credentials: credentialsOf(resolved), timeoutMs };
  const traits = {
    providerId,
    capabilities: { concurrency: 'per-number', codeLength, maxChecks: null, checkByNumber: true },
    shortestCode: 3,
    isReference: isSinchId,
    load: loadAxios,
  } as const;

  return defineProvider(traits, {
    async start(given, input) {
      const { locale } = readFields(input, ['locale']);
      const answer = await askSinch(account, given, [given.to], writeStart(resolved, given.to, locale));
      return answer.status === 'failed' ? answer.outcome : readStart(answer, given.to, expiryMs);
    },
    async check(guess) {
      const { to, reference, code } = guess;
      const request = writeReport(resolved, reference === null ? { to } : { reference }, code);
      const answer = await askSinch(account, guess, [to, code], request);
      return answer.status === 'failed' ? readFailedReport(answer) : readReport(answer, reference);
    },
  });
}

function resolve(given: VendorOptions) {
  const authentication = given.choice('authentication', ['application-signed', 'basic'], 'application-signed');
  return {
    ...readApplication(given),
    authentication,
    expiryMs: readExpiry(given, authentication),
    codeLength: given.whole('codeLength', { minimum: 4, maximum: 10, defaultValue: 4 }),
    baseUrl: readApiUrl(given, 'https://verification.api.sinch.com'),
    timeoutMs: given.timeoutMs(),
    providerId: given.providerId('sinch'),
    clock: given.clock(),
  };
}

/** Sinch takes `smsOptions` of signed requests only. */
function readExpiry(given: VendorOptions, authentication: 'application-signed' | 'basic'): number | null {
  if (authentication === 'basic') {
    if (given.value('expiryMs') !== undefined) given.add('expiryMs', "needs authentication: 'application-signed'");
    return null;
  }
  const expiryMs = given.whole('expiryMs', { minimum: 30_000, maximum: 600_000, defaultValue: 600_000 });
  if (expiryMs % 1000 !== 0) given.add('expiryMs', 'must be whole seconds');
  return expiryMs;
}
