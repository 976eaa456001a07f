import { isIP } from 'node:net';
import type { CheckOutcome, StartInput, StartOutcome, VerificationProvider } from '@countersign/otp-core/spec';
import {
  asUnknown,
  BY_RECIPIENT,
  defineProvider,
  type Failed,
  failureOfCode,
  isPhoneNumber,
  readFields,
  refused,
  type Success,
  started,
  uncertain,
} from '@countersign/otp-provider-utils';
import { createAskTwilio, loadTwilio } from './twilio-client.ts';
import { isSid } from './twilio-connection.ts';
import { UNREADABLE } from './twilio-errors.ts';
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
  const askTwilio = createAskTwilio(connection, providerId);
  const traits = {
    providerId,
    capabilities: { concurrency: 'per-number', codeLength, maxChecks: 5, checkByNumber: true },
    shortestCode: 4,
    isReference: (value: unknown) => isSid(value, 'VE'),
    load: () => loadTwilio(connection),
  } as const;

  return defineProvider(traits, {
    async start(given, input) {
      const { to } = given;
      const { locale, ip } = readFields(input, ['locale', 'ip']);
      const rateLimits = askRateLimits(resolved, input);
      // It was asked about this number, and may do better for others.
      if (rateLimits === null) {
        return refused('configuration', 'The option rateLimits gave no object of strings.', resolved, BY_RECIPIENT);
      }
      const language = toVerifyLocale(locale) ?? resolved.locale;
      const answer = await askTwilio(given, [to], (client) =>
        client.verify.v2.services(serviceSid).verifications.create({
          to,
          ...resolved.parameters,
          ...(language === null ? {} : { locale: language }),
          ...(Object.keys(rateLimits).length === 0 ? {} : { rateLimits }),
          ...(isAddress(ip) && resolved.deviceIp === 'send' ? { deviceIp: ip } : {}),
        }),
      );
      return answer.status === 'failed' ? answer.outcome : readStart(answer, to, codeTtlMs);
    },
    async check(guess) {
      const { to, reference, code } = guess;
      const target = reference === null ? { to } : { verificationSid: reference };
      const answer = await askTwilio(guess, [to, code], (client) =>
        client.verify.v2.services(serviceSid).verificationChecks.create({ code, ...target }),
      );
      return answer.status === 'failed' ? readFailedCheck(answer) : readCheck(answer);
    },
    cancel: (reference, call) =>
      askTwilio(call, [], (client) =>
        client.verify.v2.services(serviceSid).verifications(reference).update({ status: 'canceled' }),
      ),
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

/** The languages of Verify's own templates: https://www.twilio.com/docs/verify/supported-languages. */
const LOCALES = [
  ...['af', 'ar', 'ca', 'zh', 'zh-CN', 'zh-HK', 'hr', 'cs', 'da', 'nl', 'en', 'en-GB', 'et', 'fi', 'fr', 'de', 'el'],
  ...['he', 'hi', 'hu', 'id', 'it', 'ja', 'kn', 'ko', 'lt', 'ms', 'mr', 'nb', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk'],
  ...['es', 'sv', 'tl', 'te', 'th', 'tr', 'uk', 'vi'],
];

/** Tags that mean a language which Twilio calls by another one. */
const OTHER_NAMES: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', fil: 'tl', iw: 'he', in: 'id' };

/** Chinese as it is written where the tag says; the region is the one Twilio has. */
const TRADITIONAL = /^zh-(?:hant|tw|hk|mo)\b/i;

/**
 * Twilio's name for the language of a BCP 47 tag; `null` where it has none, and for what is no tag. Twilio answers a
 * language it lacks with 404 and sends nothing: better to leave it out, and have it chosen by the number's country.
 */
function toVerifyLocale(tag: unknown): string | null {
  if (typeof tag !== 'string' || tag.length > 64 || !/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/.test(tag)) return null;
  const [language = ''] = tag.toLowerCase().split('-');
  if (TRADITIONAL.test(tag)) return 'zh-HK';
  return find(tag) ?? find(Object.hasOwn(OTHER_NAMES, language) ? String(OTHER_NAMES[language]) : language);
}

function find(tag: string): string | null {
  return LOCALES.find((locale) => locale.toLowerCase() === tag.toLowerCase()) ?? null;
}

/** Read with distrust: a verification is accepted only where every word of it says so. */
function readStart(answer: Success<unknown>, to: string, codeTtlMs: number): StartOutcome {
  const fields = readFields(answer.body, ['sid', 'status', 'to', 'dateCreated', 'dateUpdated']);
  if (!isSid(fields.sid, 'VE') || typeof fields.status !== 'string') return uncertain(UNREADABLE, answer);
  // A carrier may do so for this number alone.
  if (fields.status !== 'pending') {
    return uncertain('Twilio took the request and then failed it.', answer, BY_RECIPIENT);
  }
  if (isPhoneNumber(fields.to) && fields.to !== to) {
    return uncertain('Twilio answered about another number than was asked.', answer, BY_RECIPIENT);
  }
  return started(fields.sid, answer, readTtl(fields, codeTtlMs));
}

/**
 * A repeated code has been alive since the verification was made. Both times are Twilio's: the second is that of this
 * send, so that the difference owes nothing to our clock.
 */
function readTtl({ dateCreated, dateUpdated }: Readonly<Record<string, unknown>>, codeTtlMs: number): number | null {
  if (!(dateCreated instanceof Date) || !(dateUpdated instanceof Date)) return null;
  const ttlMs = codeTtlMs - (dateUpdated.getTime() - dateCreated.getTime());
  return Number.isFinite(ttlMs) ? Math.min(Math.max(ttlMs, 1), codeTtlMs) : null;
}

/** An approval only where every word of it says so. */
function readCheck(answer: Success<unknown>): CheckOutcome {
  const { status, valid, to } = readFields(answer.body, ['status', 'valid', 'to']);
  const unreadable = asUnknown(uncertain(UNREADABLE, answer));
  switch (status) {
    case 'approved':
      // A number it does not name cannot be told from the right one; Verify always names it.
      return valid === true && typeof to === 'string' ? { status, phoneNumber: to } : unreadable;
    case 'pending':
      return valid === true ? unreadable : { status: 'mismatch' };
    case 'max_attempts_reached':
      return { status: 'exhausted' };
    case 'expired':
      return { status: 'expired' };
    case 'canceled':
    case 'deleted':
    case 'failed':
      return { status: 'not-found' };
    default:
      return unreadable;
  }
}

/**
 * A verification that is approved, cancelled, expired or spent is forgotten, and so is one of another service: all of
 * them are 404, with or without code. Five wrong codes are 60202.
 */
function readFailedCheck({ statusCode, code, context, outcome }: Failed): CheckOutcome {
  if (statusCode === 404 && (code === null || code === '20404')) return { status: 'not-found' };
  if (code === '60202') return { status: 'exhausted' };
  if (code !== '60200' || statusCode === null) return asUnknown(outcome);
  // Of a start this code speaks of the number; of a check, whose number has had a message, of the rest.
  const category = 'configuration';
  const failure = failureOfCode({ code, meaning: { category }, otherwise: category, statusCode }, context);
  return { status: 'unknown', failure };
}
