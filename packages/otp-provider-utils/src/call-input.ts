/** Checks what a call was given before anything leaves: the values come from outside and may be anything. */
import { type MessageFields, readCallOptions, readMessageFields } from '@countersign/otp-core/adapter';
import { type FailureContext, type Refused, refused } from './failure.ts';
import { readFields } from './fields.ts';

/** E.164, ASCII digits only. */
export function isPhoneNumber(value: unknown): value is `+${string}` {
  return typeof value === 'string' && value.length <= 16 && /^\+[1-9]\d{6,14}$/.test(value);
}

/** Digits that a vendor can have sent. What is none is a `mismatch`, and tells the vendor nothing. */
export function isCode(value: unknown, shortest: number): value is string {
  return typeof value === 'string' && value.length >= shortest && /^\d{1,10}$/.test(value);
}

/** Checked, each field read once. */
export interface ReadyMessage extends ReadyCall, MessageFields {
  readonly to: `+${string}`;
  readonly text: string;
  /** `null` where the message has no life that could be one. */
  readonly ttlMs: number | null;
}

/** What `send` was given, or why there is nothing to send. `most`: characters that the vendor takes. */
export function readMessage(
  message: unknown,
  callOptions: unknown,
  most: number,
  context: Named,
): ReadyMessage | Refused {
  const { to, text, ttlMs, ...others } = readFields(message, MESSAGE_FIELDS);
  if (!isPhoneNumber(to)) return refused('invalid-recipient', NO_NUMBER, context);
  if (typeof text !== 'string' || text === '' || text.length > most) {
    return refused('content-rejected', `The text must be a string of 1 to ${most} characters.`, context);
  }
  // It has no UTF-8, so another text than this one would arrive.
  if (/\p{Surrogate}/u.test(text)) return refused('content-rejected', 'The text holds half a character.', context);
  const read = readMessageFields(others);
  if (read.status === 'nonsense') return refused('content-rejected', read.problem, context);
  const call = readCall(callOptions, context);
  if (call.status === 'refused') return call;
  const isLife = typeof ttlMs === 'number' && Number.isFinite(ttlMs) && ttlMs > 0;
  return { ...call, to, text, ttlMs: isLife ? ttlMs : null, ...read.fields };
}

const MESSAGE_FIELDS = ['to', 'text', 'ttlMs', 'code', 'locale', 'purpose', 'appName'] as const;

/** What `start` was given, or why there is nothing to start. */
export function readRecipient(
  input: unknown,
  callOptions: unknown,
  context: Named,
): (ReadyCall & { readonly to: `+${string}` }) | Refused {
  const { to } = readFields(input, ['to']);
  if (!isPhoneNumber(to)) return refused('invalid-recipient', NO_NUMBER, context);
  const call = readCall(callOptions, context);
  return call.status === 'refused' ? call : { ...call, to };
}

/** Somebody still waits, and may stop doing so. */
export interface ReadyCall {
  readonly status: 'ready';
  /** Aborted when the caller stops waiting. */
  readonly signal: AbortSignal | null;
  /** When its time is over, by `performance.now()`; `Infinity` where it sets none. */
  readonly endsAtMs: number;
}

/** How a call may be ended, or why there is none: a caller that is not understood would wait for nothing. */
export function readCall(callOptions: unknown, context: Named): ReadyCall | Refused {
  const read = readCallOptions(callOptions);
  if (read.status === 'nonsense') return refused('configuration', read.problem, context);
  const { signal, timeoutMs } = read;
  if (signal?.aborted) return refused('timeout', 'The caller stopped waiting before anything was asked.', context);
  return { status: 'ready', signal, endsAtMs: performance.now() + (timeoutMs ?? Number.POSITIVE_INFINITY) };
}

type Named = Pick<FailureContext, 'providerId'>;

const NO_NUMBER = 'The recipient is not an E.164 number.';
