/**
 * Reads what a provider answered as if anybody had written it: unknown shapes become `unknown`, and whatever
 * is confidential is cut out of what will be shown. An adapter's mistake must not become a leak or a wrong yes.
 */

import {
  type CheckOutcome,
  MESSAGE_CHANNELS,
  PROVIDER_FAILURE_CATEGORIES,
  type ProviderFailure,
  type ProviderFailureCategory,
  type SendOutcome,
  type StartOutcome,
} from '../spec/index.ts';
import { isFitToShow } from './confidential.ts';
import { defined, isOptions } from './options.ts';
import { createProviderFailure } from './provider-failure.ts';

/** Who was asked, and what of the question must not come back in anything that is shown. */
export interface Asked {
  readonly providerId: string;
  readonly confidential: readonly string[];
}

/** What a sender answered, in known shapes only and without what was confidential in the question. */
export function readSendOutcome(answer: unknown, asked: Asked): SendOutcome {
  const outcome = isOptions(answer) ? answer : {};
  if (outcome.status !== 'accepted') return readNotAccepted(outcome, asked);
  const messageId = readToken(outcome.messageId, asked, 256) ?? null;
  const segments = readCount(outcome.segments);
  const channel = MESSAGE_CHANNELS.find((each) => each === outcome.channel);
  return { status: 'accepted', messageId, providerId: vendorOf(outcome, asked), ...defined({ segments, channel }) };
}

/** What a verification provider answered to a start. A reference that no handle can hold is nonsense. */
export function readStartOutcome(answer: unknown, asked: Asked): StartOutcome {
  const outcome = isOptions(answer) ? answer : {};
  const { reference } = outcome;
  if (outcome.status !== 'accepted') return readNotAccepted(outcome, asked);
  if (typeof reference !== 'string' || !REFERENCE.test(reference)) return misbehaved(asked);
  const messageId = readToken(outcome.messageId ?? reference, asked, 256);
  const ttlMs = readCount(outcome.ttlMs);
  return { status: 'accepted', reference, providerId: vendorOf(outcome, asked), ...defined({ messageId, ttlMs }) };
}

/** Who of several took it; else who was asked. */
function vendorOf({ providerId }: Record<string, unknown>, asked: Asked): string {
  return readToken(providerId, asked, 64) ?? asked.providerId;
}

type NotAccepted = { readonly status: 'refused' | 'unknown'; readonly failure: ProviderFailure };

function readNotAccepted({ status, failure }: Record<string, unknown>, asked: Asked): NotAccepted {
  if (status !== 'refused' && status !== 'unknown') return misbehaved(asked);
  return { status, failure: readFailure(failure, asked) };
}

/** What a verification provider answered to a guess. An approval keeps the number it names: the engine compares. */
export function readCheckOutcome(answer: unknown, asked: Asked): CheckOutcome {
  const outcome = isOptions(answer) ? answer : {};
  switch (outcome.status) {
    case 'approved':
      // Only `null` says that the vendor names no number; anything else has to be the number.
      return { status: 'approved', phoneNumber: outcome.phoneNumber === null ? null : String(outcome.phoneNumber) };
    case 'mismatch':
    case 'expired':
    case 'exhausted':
    case 'not-found':
      return { status: outcome.status };
    case 'unknown':
      return { status: 'unknown', failure: readFailure(outcome.failure, asked) };
    default:
      return misbehaved(asked);
  }
}

export function timedOut(asked: Asked): ProviderFailure {
  return failureOf(asked, 'timeout', 'The provider did not answer within its deadline.');
}

export function threw(asked: Asked): ProviderFailure {
  return failureOf(asked, 'unknown', 'The provider threw an error.');
}

export function failureOf(
  { providerId }: Pick<Asked, 'providerId'>,
  category: ProviderFailureCategory,
  message: string,
): ProviderFailure {
  return createProviderFailure({ category, providerId, message });
}

function misbehaved(asked: Asked) {
  const failure = failureOf(asked, 'unknown', 'The provider answered nonsense.');
  return { status: 'unknown', failure } as const;
}

/** Printable ASCII but quotes and backslashes, so that a handle has room for it. */
const REFERENCE = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/;
const MAXIMUM_MESSAGE_LENGTH = 300;
const DEPENDENCES = ['recipient', 'destination'] as const;

function readFailure(value: unknown, asked: Asked): ProviderFailure {
  const failure = isOptions(value) ? value : {};
  const category = PROVIDER_FAILURE_CATEGORIES.find((each) => each === failure.category) ?? 'unknown';
  return createProviderFailure({
    category,
    retryable: failure.retryable === true,
    providerId: vendorOf(failure, asked),
    ...defined({
      providerCode: readToken(failure.providerCode, asked, 64),
      statusCode: readCount(failure.statusCode),
      retryAfterMs: readCount(failure.retryAfterMs),
      dependsOn: DEPENDENCES.find((each) => each === failure.dependsOn),
    }),
    message: typeof failure.message === 'string' ? redact(failure.message, asked) : 'The provider gave no reason.',
  });
}

function readCount(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** A short identifier of the vendor's, unless it holds what must not be shown. */
function readToken(value: unknown, asked: Asked, maximumLength: number): string | undefined {
  if (typeof value !== 'string' || value.length > maximumLength) return undefined;
  const isShown = isFitToShow(value, { asked: asked.confidential, credentials: [] });
  return /^[\x20-\x7e]+$/.test(value) && isShown ? value : undefined;
}

/** All of it first: of a secret that is cut in two nothing would be found. */
function redact(text: string, { confidential }: Asked): string {
  return confidential
    .reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '[redacted]')), text)
    .slice(0, MAXIMUM_MESSAGE_LENGTH);
}
