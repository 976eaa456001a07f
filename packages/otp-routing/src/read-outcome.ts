/** Reads what a vendor's adapter answered. What is no outcome is `unknown`: the message may have left. */
import { createProviderFailure, isOptions } from '@countersign/otp-core/adapter';
import {
  type CheckOutcome,
  MESSAGE_CHANNELS,
  PROVIDER_FAILURE_CATEGORIES,
  type ProviderFailure,
  type ProviderFailureCategory,
  type SendOutcome,
  type SmsSender,
  type StartOutcome,
} from '@countersign/otp-core/spec';
import type { EndedBy } from './call-deadline.ts';

export type NotAccepted = { readonly status: 'refused' | 'unknown'; readonly failure: ProviderFailure };
type Unknown = NotAccepted & { readonly status: 'unknown' };
export type AcceptedSend = Extract<SendOutcome, { readonly status: 'accepted' }>;
export type AcceptedStart = Extract<StartOutcome, { readonly status: 'accepted' }>;

/** Names the vendor that took the message, and its channel: of a route within the route, what that one names. */
export function readSendOutcome(
  answer: unknown,
  sender: Pick<SmsSender, 'providerId' | 'channel'>,
): AcceptedSend | NotAccepted {
  const { providerId } = sender;
  const { status, messageId, segments, ...outcome } = isOptions(answer) ? answer : {};
  if (status !== 'accepted') return readNotAccepted(answer, providerId);
  const channel = MESSAGE_CHANNELS.find((each) => each === outcome.channel) ?? sender.channel;
  return {
    status,
    messageId: isText(messageId) ? messageId : null,
    providerId: isText(outcome.providerId) ? outcome.providerId : providerId,
    ...(isCount(segments) ? { segments } : {}),
    ...(channel === undefined ? {} : { channel }),
  };
}

export function readStartOutcome(answer: unknown, providerId: string): AcceptedStart | NotAccepted {
  const { status, reference, ttlMs, ...outcome } = isOptions(answer) ? answer : {};
  if (status !== 'accepted') return readNotAccepted(answer, providerId);
  if (!isText(reference)) return misbehaved(providerId);
  return {
    status,
    reference,
    providerId: isText(outcome.providerId) ? outcome.providerId : providerId,
    messageId: isText(outcome.messageId) ? outcome.messageId : reference,
    ...(isCount(ttlMs) ? { ttlMs } : {}),
  };
}

/** An approval is passed on with the number it names, whichever that is: the engine compares. */
export function readCheckOutcome(answer: unknown, providerId: string): CheckOutcome {
  const { status, phoneNumber, failure } = isOptions(answer) ? answer : {};
  switch (status) {
    case 'approved':
      // Only `null` says that the vendor names no number; anything else has to be the number.
      return { status, phoneNumber: phoneNumber === null ? null : String(phoneNumber) };
    case 'mismatch':
    case 'expired':
    case 'exhausted':
    case 'not-found':
      return { status };
    case 'unknown':
      return { status, failure: readFailure(failure, providerId) };
    default:
      return misbehaved(providerId);
  }
}

export function unknownOutcome(providerId: string, category: ProviderFailureCategory, message: string): Unknown {
  return { status: 'unknown', failure: createProviderFailure({ category, providerId, message }) };
}

export function refuse(
  providerId: string,
  category: ProviderFailureCategory,
  message: string,
): NotAccepted & { readonly status: 'refused' } {
  return { status: 'refused', failure: createProviderFailure({ category, providerId, message }) };
}

/** What was thrown is not told: it may hold the number, the code or a credential. */
export function threw(providerId: string): Unknown {
  return unknownOutcome(providerId, 'unknown', 'The provider threw an error.');
}

export function timedOut(providerId: string, by: EndedBy): Unknown {
  const who = by === 'deadline' ? 'The provider did not answer within the deadline.' : GONE;
  return unknownOutcome(providerId, 'timeout', who);
}

const GONE = 'The caller stopped waiting before the provider had answered.';

function misbehaved(providerId: string): Unknown {
  return unknownOutcome(providerId, 'unknown', 'The provider answered nonsense.');
}

function readFailure(value: unknown, providerId: string): ProviderFailure {
  const failure = isOptions(value) ? value : {};
  const { retryable, providerCode, statusCode, retryAfterMs, dependsOn, message } = failure;
  return createProviderFailure({
    category: PROVIDER_FAILURE_CATEGORIES.find((each) => each === failure.category) ?? 'unknown',
    retryable: retryable === true,
    providerId: isText(failure.providerId) ? failure.providerId : providerId,
    ...(isText(providerCode) ? { providerCode } : {}),
    ...(isCount(statusCode) ? { statusCode } : {}),
    ...(isCount(retryAfterMs) ? { retryAfterMs } : {}),
    ...(dependsOn === 'recipient' || dependsOn === 'destination' ? { dependsOn } : {}),
    message: isText(message) ? message : 'The provider gave no reason.',
  });
}

function readNotAccepted(answer: unknown, providerId: string): NotAccepted {
  const { status, failure } = isOptions(answer) ? answer : {};
  if (status !== 'refused' && status !== 'unknown') return misbehaved(providerId);
  return { status, failure: readFailure(failure, providerId) };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
