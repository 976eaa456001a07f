import { isIP } from 'node:net';
import { isFitToShow } from '@countersign/otp-core/adapter';
import type {
  CallOptions,
  CheckInput,
  CheckOutcome,
  StartInput,
  StartOutcome,
  VerificationProvider,
} from '@countersign/otp-core/spec';
import {
  type Answer,
  asUnknown,
  BY_RECIPIENT,
  createWarmUp,
  type FailureContext,
  failureOfCode,
  isCode,
  isPhoneNumber,
  isSuccess,
  readBroken,
  readCall,
  readFields,
  readRecipient,
  refused,
  unclear,
} from '@countersign/otp-provider-utils';
import { askTwilio, loadTwilio, readCode } from './twilio-client.ts';
import { credentialsOf, isSid } from './twilio-connection.ts';
import { createContext, readFailure, unreadable } from './twilio-errors.ts';
import { toVerifyLocale } from './twilio-verification-locale.ts';
import {
  type ResolvedTwilioVerificationProviderOptions,
  resolveTwilioVerificationOptions,
  type TwilioRateLimits,
  type TwilioVerificationProviderOptions,
} from './twilio-verification-options.ts';

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
    const given = readRecipient(input, callOptions, resolved);
    if (given.status === 'refused') return given;
    const { to, signal } = given;
    const { locale, ip } = readFields(input, ['locale', 'ip']);
    const rateLimits = askRateLimits(resolved, input);
    // It was asked about this number, and may do better for others.
    if (rateLimits === null) {
      return refused('configuration', 'The option rateLimits gave no object of strings.', resolved, BY_RECIPIENT);
    }
    const language = toVerifyLocale(locale) ?? resolved.locale;
    const exchange = await askTwilio(connection, signal, (client) =>
      client.verify.v2.services(serviceSid).verifications.create({
        to,
        ...resolved.parameters,
        ...(language === null ? {} : { locale: language }),
        ...(Object.keys(rateLimits).length === 0 ? {} : { rateLimits }),
        ...(isAddress(ip) && resolved.deviceIp === 'send' ? { deviceIp: ip } : {}),
      }),
    );
    const context = createContext(providerId, { asked: [to], credentials });
    if (exchange.status === 'broken' || !isSuccess(exchange.statusCode)) return readFailure(exchange, context);
    return readStart(exchange.body, to, codeTtlMs, context);
  }

  async function check(input: CheckInput, callOptions?: CallOptions): Promise<CheckOutcome> {
    const { to, reference, code } = readFields(input, ['to', 'reference', 'code']);
    // What Twilio could not have sent is not put to it: a guess it counts, or an error that says nothing of the code.
    if (!isCode(code, 4)) return { status: 'mismatch' };
    if (reference !== null && !isSid(reference, 'VE')) return { status: 'not-found' };
    if (!isPhoneNumber(to)) return { status: 'not-found' };
    const call = readCall(callOptions, resolved);
    if (call.status === 'refused') return asUnknown(call);
    const exchange = await askTwilio(connection, call.signal, (client) =>
      client.verify.v2
        .services(serviceSid)
        .verificationChecks.create(reference === null ? { code, to } : { code, verificationSid: reference }),
    );
    const context = createContext(providerId, { asked: [to, code], credentials });
    if (exchange.status === 'broken') return asUnknown(readBroken(exchange, context));
    return isSuccess(exchange.statusCode) ? readCheck(exchange.body, context) : readFailedCheck(exchange, context);
  }

  async function cancel(reference: string, callOptions?: CallOptions): Promise<void> {
    const call = readCall(callOptions, resolved);
    if (!isSid(reference, 'VE') || call.status === 'refused') return;
    // Whether it worked changes nothing: who cancels takes no code of this verification any more.
    await askTwilio(connection, call.signal, (client) =>
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
    warmUp: createWarmUp(providerId, () => loadTwilio(connection)),
  });
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && isIP(value) !== 0;
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

/** Read with distrust: a verification is accepted only where every word of it says so. */
function readStart(verification: unknown, to: string, codeTtlMs: number, context: FailureContext): StartOutcome {
  const fields = readFields(verification, ['sid', 'status', 'to', 'dateCreated', 'dateUpdated']);
  if (!isSid(fields.sid, 'VE') || typeof fields.status !== 'string') return unreadable(context);
  // A carrier may do so for this number alone.
  if (fields.status !== 'pending') return unclear('Twilio took the request and then failed it.', context, BY_RECIPIENT);
  if (isPhoneNumber(fields.to) && fields.to !== to) {
    return unclear('Twilio answered about another number than was asked.', context, BY_RECIPIENT);
  }
  // Without a reference nobody could check the code, so one that may not be shown is no use.
  if (!isFitToShow(fields.sid, context)) {
    return unclear('Twilio names the verification by what must not be shown.', context);
  }
  return { status: 'accepted', reference: fields.sid, ...readTtl(fields, codeTtlMs) };
}

/**
 * A repeated code has been alive since the verification was made. Both times are Twilio's: the second is that of this
 * send, so that the difference owes nothing to our clock.
 */
function readTtl({ dateCreated, dateUpdated }: Readonly<Record<string, unknown>>, codeTtlMs: number) {
  if (!(dateCreated instanceof Date) || !(dateUpdated instanceof Date)) return {};
  const ttlMs = codeTtlMs - (dateUpdated.getTime() - dateCreated.getTime());
  return Number.isFinite(ttlMs) ? { ttlMs: Math.min(Math.max(ttlMs, 1), codeTtlMs) } : {};
}

/** An approval only where every word of it says so. */
function readCheck(verificationCheck: unknown, context: FailureContext): CheckOutcome {
  const { status, valid, to } = readFields(verificationCheck, ['status', 'valid', 'to']);
  switch (status) {
    case 'approved':
      // A number it does not name cannot be told from the right one; Verify always names it.
      return valid === true && typeof to === 'string' ? { status, phoneNumber: to } : asUnknown(unreadable(context));
    case 'pending':
      return valid === true ? asUnknown(unreadable(context)) : { status: 'mismatch' };
    case 'max_attempts_reached':
      return { status: 'exhausted' };
    case 'expired':
      return { status: 'expired' };
    case 'canceled':
    case 'deleted':
    case 'failed':
      return { status: 'not-found' };
    default:
      return asUnknown(unreadable(context));
  }
}

/**
 * A verification that is approved, cancelled, expired or spent is forgotten, and so is one of another service: all of
 * them are 404, with or without code. Five wrong codes are 60202.
 */
function readFailedCheck(answer: Answer<unknown>, context: FailureContext): CheckOutcome {
  const { statusCode } = answer;
  const code = readCode(answer.body);
  if (statusCode === 404 && (code === null || code === '20404')) return { status: 'not-found' };
  switch (code) {
    case '60202':
      return { status: 'exhausted' };
    // Of a start this code speaks of the number; of a check, whose number has had a message, of the rest.
    case '60200': {
      const category = 'configuration';
      const failure = failureOfCode({ code, meaning: { category }, otherwise: category, statusCode }, context);
      return { status: 'unknown', failure };
    }
    default:
      return asUnknown(readFailure({ status: 'answered', ...answer }, context));
  }
}
