import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import { callTwilio, warmUpTwilio } from './call-twilio.ts';
import { isPhoneNumber, isText, MAX_TEXT_LENGTH, readFields, readSignal } from './check-input.ts';
import { readCode } from './read-code.ts';
import { credentialsOf, isSid } from './read-connection.ts';
import {
  aboutAnotherNumber,
  type FailureContext,
  failedAtOnce,
  failureOfCode,
  readTrouble,
  refused,
  unreadable,
} from './read-trouble.ts';
import { isFitToShow } from './shown-token.ts';
import {
  MAX_VALIDITY_SECONDS,
  type ResolvedTwilioSmsSenderOptions,
  resolveTwilioSmsSenderOptions,
  type TwilioSmsSenderOptions,
} from './twilio-sms-sender-options.ts';

/**
 * A sender that delivers through Twilio's Programmable Messaging. Constructing asks nobody and loads nothing: the
 * `twilio` package is loaded by the first message.
 *
 * `send` never rejects and makes at most one request: no retries, no redirects. It answers `refused` only where Twilio
 * certainly sent nothing, and `unknown` wherever the request may have arrived.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the value of a credential.
 * @example
 * ```ts
 * const sender = createTwilioSmsSender({ accountSid, authToken, messagingServiceSid });
 * const outcome = await sender.send({ to: '+14155550123', text: 'hello' });
 * ```
 */
export function createTwilioSmsSender(options: TwilioSmsSenderOptions): SmsSender {
  const resolved = resolveTwilioSmsSenderOptions(options);
  const { providerId, connection } = resolved;
  const credentials = credentialsOf(connection);

  async function send(message: SmsMessage, callOptions?: CallOptions): Promise<SendOutcome> {
    const { to, text, ttlMs } = readFields(message, ['to', 'text', 'ttlMs']);
    if (!isPhoneNumber(to)) return refused(providerId, 'invalid-recipient', 'The recipient is not an E.164 number.');
    if (!isText(text)) return refused(providerId, 'content-rejected', NO_TEXT);
    const identity = resolved.identityFor(to);
    if (identity === null) return refused(providerId, 'configuration', NO_SENDER, { dependsOn: 'recipient' });
    const signal = readSignal(callOptions);
    if (signal === 'invalid') return refused(providerId, 'configuration', 'The signal is not an AbortSignal.');
    if (signal?.aborted) return refused(providerId, 'timeout', 'The caller stopped waiting before anything was sent.');
    const answer = await callTwilio(connection, signal, (client) =>
      client.messages.create({
        to,
        body: text,
        ...identity,
        validityPeriod: validityOf(ttlMs, resolved),
        ...(resolved.statusCallback === null ? {} : { statusCallback: resolved.statusCallback }),
      }),
    );
    const context: FailureContext = { providerId, asked: [to, text], credentials };
    return answer.status === 'succeeded' ? readMessage(answer.value, to, context) : readTrouble(answer, context);
  }

  const warmUp = () => warmUpTwilio(providerId, connection);
  return Object.freeze({ specificationVersion: 'v1', kind: 'sms-sender', providerId, send, warmUp });
}

const NO_SENDER = 'No sender is set for this destination.';
const NO_TEXT = `The text must be a string of 1 to ${MAX_TEXT_LENGTH} whole characters.`;

/** In whole seconds, rounded up: rather a second too long in the queue than a code dropped that still counts. */
function validityOf(ttlMs: unknown, { validityPeriodSeconds }: ResolvedTwilioSmsSenderOptions): number {
  if (typeof ttlMs !== 'number' || !Number.isFinite(ttlMs) || ttlMs <= 0) return validityPeriodSeconds;
  return Math.min(Math.max(Math.ceil(ttlMs / 1000), 1), MAX_VALIDITY_SECONDS);
}

/** Read with distrust: a 201 may hold a message that has failed already, or nothing of the kind. */
function readMessage(message: unknown, to: string, context: FailureContext): SendOutcome {
  const { providerId } = context;
  const {
    sid,
    status,
    errorCode,
    numSegments,
    to: answered,
  } = readFields(message, ['sid', 'status', 'errorCode', 'numSegments', 'to']);
  if (!isSid(sid, 'SM') && !isSid(sid, 'MM')) return unreadable(providerId, null);
  if (isPhoneNumber(answered) && answered !== to) return aboutAnotherNumber(providerId);
  if (typeof status !== 'string') return unreadable(providerId, null);
  if (status === 'failed' || status === 'canceled') {
    return { status: 'refused', failure: failureOfCode(readCode(errorCode), context, 'unknown') };
  }
  // A carrier had it and said no; a code that arrives all the same must still count.
  if (status === 'undelivered') return failedAtOnce(providerId);
  const isCount = typeof numSegments === 'string' && /^[1-9]\d?$/.test(numSegments);
  const segments = isCount ? { segments: Number(numSegments) } : {};
  return { status: 'accepted', messageId: isFitToShow(sid, context) ? sid : null, ...segments };
}
