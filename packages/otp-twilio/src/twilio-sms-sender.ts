import { isFitToShow } from '@countersign/otp-core/adapter';
import type { CallOptions, SendOutcome, SmsMessage, SmsSender } from '@countersign/otp-core/spec';
import {
  BY_RECIPIENT,
  createWarmUp,
  type FailureContext,
  failureOfCode,
  isPhoneNumber,
  isSuccess,
  readFields,
  readMessage,
  refused,
  unclear,
} from '@countersign/otp-provider-utils';
import { askTwilio, loadTwilio, readCode } from './twilio-client.ts';
import { credentialsOf, isSid } from './twilio-connection.ts';
import { createContext, readFailure, TWILIO_ERROR_TABLE, unreadable } from './twilio-errors.ts';
import {
  MAX_VALIDITY_SECONDS,
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
  const { providerId, connection, identityFor, validityPeriodSeconds, statusCallback } = resolved;
  const credentials = credentialsOf(connection);

  async function send(message: SmsMessage, callOptions?: CallOptions): Promise<SendOutcome> {
    const given = readMessage(message, callOptions, MAX_TEXT_LENGTH, resolved);
    if (given.status === 'refused') return given;
    const { to, text, ttlMs, signal } = given;
    const identity = identityFor(to);
    if (identity === null) {
      return refused('configuration', 'No sender is set for this destination.', resolved, BY_RECIPIENT);
    }
    const exchange = await askTwilio(connection, signal, (client) =>
      client.messages.create({
        to,
        body: text,
        ...identity,
        validityPeriod: ttlMs === null ? validityPeriodSeconds : toValidity(ttlMs),
        ...(statusCallback === null ? {} : { statusCallback }),
      }),
    );
    const context = createContext(providerId, { asked: [to, text], credentials });
    if (exchange.status === 'broken' || !isSuccess(exchange.statusCode)) return readFailure(exchange, context);
    return readSent(exchange.body, to, context);
  }

  const warmUp = createWarmUp(providerId, () => loadTwilio(connection));
  return Object.freeze({ specificationVersion: 'v1', kind: 'sms-sender', providerId, send, warmUp });
}

/** Twilio takes no more than ten concatenated parts of plain letters. */
const MAX_TEXT_LENGTH = 1600;

/** In whole seconds, rounded up: rather a second too long in the queue than a code dropped that still counts. */
function toValidity(ttlMs: number): number {
  return Math.min(Math.ceil(ttlMs / 1000), MAX_VALIDITY_SECONDS);
}

/** Read with distrust: a 201 may hold a message that has failed already, or nothing of the kind. */
function readSent(message: unknown, to: string, context: FailureContext): SendOutcome {
  const { sid, status, errorCode, numSegments, ...named } = readFields(message, FIELDS);
  if (!isSid(sid, 'SM') && !isSid(sid, 'MM')) return unreadable(context);
  if (isPhoneNumber(named.to) && named.to !== to) {
    // Somebody mixes up answers, or Twilio writes this number in another way.
    return unclear('Twilio answered about another number than was asked.', context, BY_RECIPIENT);
  }
  if (typeof status !== 'string') return unreadable(context);
  if (status === 'failed' || status === 'canceled') {
    const code = readCode(errorCode);
    const meaning = TWILIO_ERROR_TABLE.get(code ?? '');
    return { status: 'refused', failure: failureOfCode({ code, meaning, otherwise: 'unknown' }, context) };
  }
  // A carrier had it and said no; a code that arrives all the same must still count.
  if (status === 'undelivered') return unclear('Twilio took the request and then failed it.', context, BY_RECIPIENT);
  const isCount = typeof numSegments === 'string' && /^[1-9]\d?$/.test(numSegments);
  const segments = isCount ? { segments: Number(numSegments) } : {};
  return { status: 'accepted', messageId: isFitToShow(sid, context) ? sid : null, ...segments };
}

const FIELDS = ['sid', 'status', 'errorCode', 'numSegments', 'to'] as const;
