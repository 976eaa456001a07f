import { createProviderFailure } from '@countersign/otp-core/adapter';
import type {
  CallOptions,
  CheckInput,
  CheckOutcome,
  ProviderFailure,
  ProviderFailureCategory,
  StartInput,
  StartOutcome,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import { exchangeWithSinch, warmUpSinch } from './exchange-with-sinch.ts';
import { isCode, isPhoneNumber, isSinchId, readMember, readSignal } from './read-call.ts';
import { failureOfBrokenExchange, isBrokenBeforeSending } from './sinch-failure.ts';
import {
  resolveSinchVerificationOptions,
  type SinchVerificationProviderOptions,
} from './sinch-verification-options.ts';
import { readReportAnswer, readStartAnswer, verificationDialect } from './verification-answer.ts';
import { credentialsOf, writeReport, writeStart } from './verification-request.ts';

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
  const resolved = resolveSinchVerificationOptions(options);
  const { providerId, timeoutMs, codeLength, expiryMs } = resolved;
  const credentials = credentialsOf(resolved);

  function failure(category: ProviderFailureCategory, message: string): ProviderFailure {
    return createProviderFailure({ category, providerId, message });
  }

  /** Why there is nothing to ask for, or the signal to ask with. */
  function checkSignal(callOptions: unknown): { signal: AbortSignal | null } | { failure: ProviderFailure } {
    const signal = readSignal(callOptions);
    if (signal === 'invalid') return { failure: failure('configuration', 'The signal is not an AbortSignal.') };
    if (signal?.aborted) return { failure: failure('timeout', 'The caller stopped waiting before Sinch was asked.') };
    return { signal };
  }

  async function start(input: StartInput, callOptions?: CallOptions): Promise<StartOutcome> {
    const to = readMember(input, 'to');
    if (!isPhoneNumber(to)) {
      return { status: 'refused', failure: failure('invalid-recipient', 'The recipient is not an E.164 number.') };
    }
    const call = checkSignal(callOptions);
    if ('failure' in call) return { status: 'refused', failure: call.failure };
    const dialect = verificationDialect(providerId, { asked: [to], credentials });
    const request = writeStart(resolved, to, readMember(input, 'locale'));
    const exchange = await exchangeWithSinch(request, timeoutMs, call.signal);
    if (exchange.status === 'broken') {
      const status = isBrokenBeforeSending(exchange) ? 'refused' : 'unknown';
      return { status, failure: failureOfBrokenExchange(exchange, dialect) };
    }
    const outcome = readStartAnswer(exchange.answer, to, dialect);
    return outcome.status === 'accepted' && expiryMs !== null ? { ...outcome, ttlMs: expiryMs } : outcome;
  }

  async function check(input: CheckInput, callOptions?: CallOptions): Promise<CheckOutcome> {
    const to = readMember(input, 'to');
    const reference = readMember(input, 'reference');
    const code = readMember(input, 'code');
    if (!isPhoneNumber(to) || (reference !== null && !isSinchId(reference))) return { status: 'not-found' };
    if (!isCode(code)) return { status: 'mismatch' };
    const call = checkSignal(callOptions);
    if ('failure' in call) return { status: 'unknown', failure: call.failure };
    const dialect = verificationDialect(providerId, { asked: [to, code], credentials });
    const request = writeReport(resolved, reference === null ? { to } : { reference }, code);
    const exchange = await exchangeWithSinch(request, timeoutMs, call.signal);
    return exchange.status === 'broken'
      ? { status: 'unknown', failure: failureOfBrokenExchange(exchange, dialect) }
      : readReportAnswer(exchange.answer, reference, dialect);
  }

  return Object.freeze({
    specificationVersion: 'v1',
    kind: 'verification-provider',
    providerId,
    capabilities: Object.freeze({ concurrency: 'per-number', codeLength, maxChecks: null, checkByNumber: true }),
    start,
    check,
    warmUp: () => warmUpSinch(providerId),
  });
}
