/** Checks what a call was given before anything leaves: the values come from outside and may be anything. */

import { type MessageFields, readCallOptions, readMessageFields } from '@countersign/otp-core/adapter';
import { type FailureContext, type NotAccepted, refused } from './failure.ts';
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

/**
 * What `send` was given, or why there is nothing to send.
 *
 * @param most characters that the vendor takes: ten concatenated parts have 1,530 or 1,600
 * @example
 * const given = readMessage(message, callOptions, 1600, context);
 * if (given.status === 'refused') return given;
 */
export function readMessage(
  message: unknown,
  callOptions: unknown,
  most: number,
  context: Named,
): ReadyMessage | Refused {
  const { to, text, ttlMs, ...others } = readFields(message, [
    'to',
    'text',
    'ttlMs',
    'code',
    'locale',
    'purpose',
    'appName',
  ]);
  if (!isPhoneNumber(to)) return refuse('invalid-recipient', NO_NUMBER, context);
  if (typeof text !== 'string' || text === '' || text.length > most) {
    return refuse('content-rejected', `The text must be a string of 1 to ${most} characters.`, context);
  }
  // It has no UTF-8, so another text than this one would arrive.
  if (/\p{Surrogate}/u.test(text)) return refuse('content-rejected', 'The text holds half a character.', context);
  const read = readMessageFields(others);
  if (read.status === 'nonsense') return refuse('content-rejected', read.problem, context);
  const call = readCall(callOptions, context);
  if (call.status === 'refused') return call;
  const isLife = typeof ttlMs === 'number' && Number.isFinite(ttlMs) && ttlMs > 0;
  return { ...call, to, text, ttlMs: isLife ? ttlMs : null, ...read.fields };
}

/** What `start` was given, or why there is nothing to start. */
export function readRecipient(
  input: unknown,
  callOptions: unknown,
  context: Named,
): (ReadyCall & { readonly to: `+${string}` }) | Refused {
  const { to } = readFields(input, ['to']);
  if (!isPhoneNumber(to)) return refuse('invalid-recipient', NO_NUMBER, context);
  const call = readCall(callOptions, context);
  return call.status === 'refused' ? call : { ...call, to };
}

/** Somebody still waits, and may stop doing so. */
export interface ReadyCall {
  readonly status: 'ready';
  /** Aborted when the caller stops waiting, or when what is left of its time is over. `null`: neither will be. */
  readonly signal: AbortSignal | null;
}

/** How a call may be ended, or why there is none: a caller that is not understood would wait for nothing. */
export function readCall(callOptions: unknown, context: Named): ReadyCall | Refused {
  const read = readCallOptions(callOptions);
  if (read.status === 'nonsense') return refuse('configuration', read.problem, context);
  const { signal, timeoutMs } = read;
  if (signal?.aborted) return refuse('timeout', 'The caller stopped waiting before anything was asked.', context);
  return { status: 'ready', signal: timeoutMs === null ? signal : endingAfter(timeoutMs, signal) };
}

/**
 * One signal for both, so that nobody who passes it on forgets one; its reason tells which it was. Nothing of it outlives
 * that time: `AbortSignal.any` would leave a little of every call at the caller's signal, which may live as long as the process.
 */
function endingAfter(timeoutMs: number, signal: AbortSignal | null): AbortSignal {
  const controller = new AbortController();
  const endBecause = (reason: unknown) => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    controller.abort(reason);
  };
  const onAbort = () => endBecause(signal?.reason);
  const isOver = () => endBecause(new DOMException('The time of the caller is over.', 'TimeoutError'));
  const timer = setTimeout(isOver, timeoutMs).unref();
  signal?.addEventListener('abort', onAbort, { once: true });
  return controller.signal;
}

type Named = Pick<FailureContext, 'providerId'>;

/** Nothing was asked. */
export interface Refused extends NotAccepted {
  readonly status: 'refused';
}

const NO_NUMBER = 'The recipient is not an E.164 number.';

function refuse(category: Parameters<typeof refused>[0], message: string, context: Named): Refused {
  return { ...refused(category, message, context), status: 'refused' };
}
