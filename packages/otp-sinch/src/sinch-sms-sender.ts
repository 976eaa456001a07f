import { createProviderFailure } from '@countersign/otp-core/adapter';
import type {
  CallOptions,
  ProviderFailureCategory,
  SendOutcome,
  SmsMessage,
  SmsSender,
} from '@countersign/otp-core/spec';
import { readBatchAnswer, smsDialect, writeBatch } from './batch.ts';
import { exchangeWithSinch, warmUpSinch } from './exchange-with-sinch.ts';
import { isPhoneNumber, readMember, readSignal } from './read-call.ts';
import { failureOfBrokenExchange, isBrokenBeforeSending } from './sinch-failure.ts';
import { resolveSinchSmsOptions, type SinchSmsSenderOptions } from './sinch-sms-options.ts';

/**
 * Sends text messages by Sinch's SMS API, as batches of one.
 *
 * `send` never rejects and makes at most one request: no retries, no redirects. It answers `refused` only where Sinch
 * certainly sent nothing, and `unknown` wherever the request may have arrived. A message with `ttlMs` is dropped by
 * Sinch once that time is over.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the token
 * @example
 * ```ts
 * const sender = createSinchSmsSender({ servicePlanId, apiToken, region: 'eu', from: 'Acme' });
 * const outcome = await sender.send({ to: '+14155550123', text: 'hello' });
 * ```
 */
export function createSinchSmsSender(options: SinchSmsSenderOptions): SmsSender {
  const resolved = resolveSinchSmsOptions(options);
  const { providerId, timeoutMs, apiToken } = resolved;

  function refuse(category: ProviderFailureCategory, message: string): SendOutcome {
    return { status: 'refused', failure: createProviderFailure({ category, providerId, message }) };
  }

  async function send(message: SmsMessage, callOptions?: CallOptions): Promise<SendOutcome> {
    const to = readMember(message, 'to');
    const text = readMember(message, 'text');
    if (!isPhoneNumber(to)) return refuse('invalid-recipient', 'The recipient is not an E.164 number.');
    if (!isText(text)) return refuse('content-rejected', `The text must be a string of 1 to ${MAX_TEXT} characters.`);
    const signal = readSignal(callOptions);
    if (signal === 'invalid') return refuse('configuration', 'The signal is not an AbortSignal.');
    if (signal?.aborted) return refuse('timeout', 'The caller stopped waiting before anything was sent.');
    const request = writeBatch(resolved, { to, text, ttlMs: readTtl(readMember(message, 'ttlMs')) });
    const dialect = smsDialect(providerId, { asked: [to, text], credentials: [apiToken] });
    const exchange = await exchangeWithSinch(request, timeoutMs, signal);
    if (exchange.status === 'answered') return readBatchAnswer(exchange.answer, to, dialect);
    const status = isBrokenBeforeSending(exchange) ? 'refused' : 'unknown';
    return { status, failure: failureOfBrokenExchange(exchange, dialect) };
  }

  const warmUp = () => warmUpSinch(providerId);
  return Object.freeze({ specificationVersion: 'v1', kind: 'sms-sender', providerId, send, warmUp });
}

const MAX_TEXT = 1600;

/** Half a character has no UTF-8, so another text than this one would arrive. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT && !/\p{Surrogate}/u.test(value);
}

/** A life that is none is not told: Sinch would refuse a message over it. */
function readTtl(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 1 ? value : null;
}
