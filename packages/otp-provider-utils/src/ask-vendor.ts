/** Asks a vendor once and sorts out everything but success, alike for every vendor. */
import { createProviderFailure, isFitToShow } from '@countersign/otp-core/adapter';
import type { ProviderFailure, SendOutcome, StartOutcome } from '@countersign/otp-core/spec';
import type { ReadyCall } from './call-input.ts';
import { isSuccess } from './error-code.ts';
import { type Answer, type Asking, askOnce, type ThrownAnswer } from './exchange.ts';
import {
  type CodedFailure,
  type FailureContext,
  type NotAccepted,
  readBroken,
  readRefusal,
  type Vendor,
} from './failure.ts';
import type { AnswerHead } from './watched-request.ts';

/** An API: how it says no. */
export interface VendorApi<Body> extends Vendor {
  /** The code in an answer that is no success, and what it means. `null`: the body could not be read. */
  readError(body: Body | null, headers: AnswerHead['headers']): Pick<CodedFailure, 'code' | 'meaning' | 'retryAfterMs'>;
  /** What a library threw, where that is an answer of the vendor's. */
  readThrown?(error: unknown): ThrownAnswer<Body>;
}

/** Who is asked, and by whom. */
export interface Account<Body> {
  readonly providerId: string;
  readonly vendor: VendorApi<Body>;
  /** What no answer may repeat. */
  readonly credentials: readonly string[];
  /** Milliseconds for everything, from loading a library to the last byte. */
  readonly timeoutMs: number;
}

/** A 2xx. It may say anything, so it is read with distrust. */
export interface Success<Body> extends Answer<Body> {
  readonly status: 'success';
  readonly context: FailureContext;
}

/** Anything else, as a sender or a start tells it. */
export interface Failed<Body = unknown> {
  readonly status: 'failed';
  /** The vendor's own code, and the status beside it; `null` where there was no answer. */
  readonly code: string | null;
  readonly statusCode: number | null;
  /** All of it, for a vendor whose answers follow rules of their own. */
  readonly answer: Answer<Body> | null;
  readonly context: FailureContext;
  readonly outcome: NotAccepted;
}

/**
 * One request and what became of it.
 *
 * @param call the end that the caller sets; that of the account may come sooner
 * @param asked what of the question must not be shown in an answer: number, text, code
 * @param ask makes one request; called at most once
 * @example
 * const answer = await askVendor(account, message, [message.to, message.text], async ({ signal, watch }) => {
 *   const wire = { method: 'POST', url: new URL('https://api.acme.example'), headers: {}, body: 'to=…' };
 *   return parseJson((await requestOnce(wire, signal, watch)).body);
 * });
 * if (answer.status === 'failed') return answer.outcome;
 */
export async function askVendor<Body>(
  { providerId, vendor, credentials, timeoutMs }: Account<Body>,
  { signal, endsAtMs }: ReadyCall,
  asked: readonly string[],
  ask: (asking: Asking) => PromiseLike<Body>,
): Promise<Success<Body> | Failed<Body>> {
  const leftMs = Math.max(0, Math.min(timeoutMs, endsAtMs - performance.now()));
  const exchange = await askOnce({ timeoutMs: leftMs, signal, ask, readThrown: vendor.readThrown });
  const context = { providerId, vendor, asked, credentials };
  if (exchange.status === 'broken') {
    const outcome = readBroken(exchange, context);
    return { status: 'failed', code: null, statusCode: null, answer: null, context, outcome };
  }
  const { status: _, ...answer } = exchange;
  if (isSuccess(answer.statusCode)) return { status: 'success', ...answer, context };
  const said = vendor.readError(answer.body, answer.headers);
  const outcome = readRefusal(answer, said, context);
  return { status: 'failed', code: said.code, statusCode: answer.statusCode, answer, context, outcome };
}

/** A success that is none, or that nobody can read. */
export function uncertain(
  message: string,
  { statusCode, context: { providerId } }: Success<unknown>,
  about: Pick<ProviderFailure, 'dependsOn'> = {},
): NotAccepted {
  const category = 'unknown';
  return { status: 'unknown', failure: createProviderFailure({ category, providerId, statusCode, ...about, message }) };
}

/** The vendor took the message. An id that repeats what must not be shown is left out. */
export function accepted(
  messageId: string,
  { context }: Success<unknown>,
  segments: number | null = null,
): SendOutcome {
  const shown = isFitToShow(messageId, context) ? messageId : null;
  return { status: 'accepted', messageId: shown, ...(segments === null ? {} : { segments }) };
}

/** The vendor began a verification. Without a reference nobody could check the code, so one that may not be shown is no use. */
export function started(reference: string, answer: Success<unknown>, ttlMs: number | null = null): StartOutcome {
  if (!isFitToShow(reference, answer.context)) {
    return uncertain(`${answer.context.vendor.name} names the verification by what must not be shown.`, answer);
  }
  return { status: 'accepted', reference, ...(ttlMs === null ? {} : { ttlMs }) };
}
