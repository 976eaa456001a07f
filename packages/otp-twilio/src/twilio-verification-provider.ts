import { isIP } from 'node:net';
import type {
  CallOptions,
  CheckInput,
  CheckOutcome,
  ProviderFailureCategory,
  StartInput,
  StartOutcome,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import { callTwilio, warmUpTwilio } from './call-twilio.ts';
import { isPhoneNumber, readFields, readSignal } from './check-input.ts';
import { credentialsOf, isSid } from './read-connection.ts';
import { type NotAccepted, readTrouble, refused } from './read-trouble.ts';
import { readCheck, readCheckTrouble, readStart } from './read-verification.ts';
import {
  type ResolvedTwilioVerificationProviderOptions,
  resolveTwilioVerificationOptions,
  type TwilioRateLimits,
  type TwilioVerificationProviderOptions,
} from './twilio-verification-options.ts';
import { toVerifyLocale } from './verify-locale.ts';

/**
 * A verification provider on Twilio Verify: Twilio makes the code, sends it and checks it. Constructing asks nobody
 * and loads nothing: the `twilio` package is loaded by the first call.
 *
 * A service keeps one open verification for each number. A second start within its life repeats the same code and
 * counts as a send of the same verification, of which Twilio allows five; its five checks are shared likewise.
 *
 * No method rejects, and each makes at most one request: no retries, no redirects.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the value of a credential.
 * @example
 * ```ts
 * const provider = createTwilioVerificationProvider({ accountSid, apiKeySid, apiKeySecret, serviceSid });
 * const outcome = await provider.start({ to: '+14155550123', locale: 'de' });
 * ```
 */
export function createTwilioVerificationProvider(options: TwilioVerificationProviderOptions): VerificationProvider {
  const resolved = resolveTwilioVerificationOptions(options);
  const { connection, serviceSid, codeLength, codeTtlMs, providerId } = resolved;
  const credentials = credentialsOf(connection);

  async function start(input: StartInput, callOptions?: CallOptions): Promise<StartOutcome> {
    const { to, locale, ip } = readFields(input, ['to', 'locale', 'ip']);
    if (!isPhoneNumber(to)) return refused(providerId, 'invalid-recipient', 'The recipient is not an E.164 number.');
    const signal = readUsableSignal(callOptions, providerId);
    if (isNotAccepted(signal)) return signal;
    const rateLimits = askRateLimits(resolved, input);
    // It was asked about this number, and may do better for others.
    if (rateLimits === null)
      return refused(providerId, 'configuration', 'The option rateLimits gave no object of strings.', {
        dependsOn: 'recipient',
      });
    const language = toVerifyLocale(locale) ?? resolved.locale;
    const answer = await callTwilio(connection, signal, (client) =>
      client.verify.v2.services(serviceSid).verifications.create({
        to,
        ...resolved.parameters,
        ...(language === null ? {} : { locale: language }),
        ...(Object.keys(rateLimits).length === 0 ? {} : { rateLimits }),
        ...(isAddress(ip) && resolved.deviceIp === 'send' ? { deviceIp: ip } : {}),
      }),
    );
    const context = { providerId, codeTtlMs, asked: [to], credentials };
    return answer.status === 'succeeded' ? readStart(answer.value, to, context) : readTrouble(answer, context);
  }

  async function check(input: CheckInput, callOptions?: CallOptions): Promise<CheckOutcome> {
    const { to, reference, code } = readFields(input, ['to', 'reference', 'code']);
    // What Twilio could not have sent is not put to it: a guess it counts, or an error that says nothing of the code.
    if (!isCode(code)) return { status: 'mismatch' };
    if (reference !== null && !isSid(reference, 'VE')) return { status: 'not-found' };
    if (!isPhoneNumber(to)) return { status: 'not-found' };
    const signal = readUsableSignal(callOptions, providerId);
    if (isNotAccepted(signal)) return { status: 'unknown', failure: signal.failure };
    const answer = await callTwilio(connection, signal, (client) =>
      client.verify.v2
        .services(serviceSid)
        .verificationChecks.create(reference === null ? { code, to } : { code, verificationSid: reference }),
    );
    if (answer.status === 'succeeded') return readCheck(answer.value, providerId);
    return readCheckTrouble(answer, { providerId, asked: [to, code], credentials });
  }

  async function cancel(reference: string, callOptions?: CallOptions): Promise<void> {
    const signal = readUsableSignal(callOptions, providerId);
    if (!isSid(reference, 'VE') || isNotAccepted(signal)) return;
    // Whether it worked changes nothing: who cancels takes no code of this verification any more.
    await callTwilio(connection, signal, (client) =>
      client.verify.v2.services(serviceSid).verifications(reference).update({ status: 'canceled' }),
    );
  }

  return Object.freeze({
    specificationVersion: 'v1',
    kind: 'verification-provider',
    providerId,
    capabilities: Object.freeze({ concurrency: 'per-number', codeLength, maxChecks: 5, checkByNumber: true }),
    start,
    check,
    cancel,
    warmUp: () => warmUpTwilio(providerId, connection),
  });
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4,10}$/.test(value);
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && isIP(value) !== 0;
}

function isNotAccepted(value: AbortSignal | null | NotAccepted): value is NotAccepted {
  return value !== null && !(value instanceof AbortSignal);
}

function readUsableSignal(callOptions: unknown, providerId: string): AbortSignal | null | NotAccepted {
  const refuse = (category: ProviderFailureCategory, message: string) => refused(providerId, category, message);
  const signal = readSignal(callOptions);
  if (signal === 'invalid') return refuse('configuration', 'The signal is not an AbortSignal.');
  if (signal?.aborted) return refuse('timeout', 'The caller stopped waiting before anything was asked.');
  return signal;
}

/** The function is somebody else's code: what it throws may hold anything. A limit that cannot be told must not be left out. */
function askRateLimits(
  { rateLimitsFor }: ResolvedTwilioVerificationProviderOptions,
  input: StartInput,
): TwilioRateLimits | null {
  try {
    const rateLimits: unknown = rateLimitsFor(input);
    if (rateLimits instanceof Promise) {
      // Nothing waits for it, but its rejection must not end the process.
      rateLimits.catch(() => undefined);
      return null;
    }
    const isObject = typeof rateLimits === 'object' && rateLimits !== null && !Array.isArray(rateLimits);
    if (!isObject || !Object.values(rateLimits).every((value) => typeof value === 'string')) return null;
    return rateLimits as TwilioRateLimits;
  } catch {
    return null;
  }
}
