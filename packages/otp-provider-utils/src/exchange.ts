/** One request to a vendor, and what became of it. */
import { explainUnloadedPackage } from '@countersign/otp-core/adapter';
import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import { createCallEnd } from './call-end.ts';
import { codeOf, isNeverSent, isSuccess, isTimeout } from './error-code.ts';
import { type AnswerHead, createWatch, type Watch } from './watched-request.ts';

/** A vendor has answered, whatever it said, or it has not. */
export type Exchange<Body> = ({ readonly status: 'answered' } & Answer<Body>) | BrokenRequest | NotAsked;

/** An answer. */
export interface Answer<Body> extends AnswerHead {
  /** `null`: the status says no, and what came after it could not be read. */
  readonly body: Body | null;
}

/** No whole answer. Of what was thrown nothing but a name such as `ECONNREFUSED` comes along: the rest holds the request. */
export interface BrokenRequest {
  readonly status: 'broken';
  readonly cause: 'timeout' | 'aborted' | 'failed';
  /** False only where not a byte of the request can have left. */
  readonly mayHaveLeft: boolean;
  readonly code: string | null;
  /** The status of a success whose rest did not come, or made no sense. */
  readonly statusCode: number | null;
}

/** Nothing was asked: a library is missing, or a setting that it looks for itself. */
export interface NotAsked {
  readonly status: 'broken';
  readonly cause: 'not-asked';
  readonly category: ProviderFailureCategory;
  /** One sentence for an operator, without a full stop. */
  readonly explanation: string;
}

/** Thrown by what prepares a request, to say why there is none. */
export class NotAskedError extends Error {
  readonly category: ProviderFailureCategory;

  constructor(category: ProviderFailureCategory, explanation: string) {
    super(explanation);
    this.category = category;
  }
}

/**
 * Why a vendor's library is not there. The import has to stand in the `try` itself: bundlers then build without the library.
 *
 * @param installs what `npm install` is told, where it is not the name
 * @example
 * try {
 *   return await import('twilio');
 * } catch (error) {
 *   throw notLoaded(error, 'twilio', 'twilio@6');
 * }
 */
export function notLoaded(error: unknown, packageName: string, installs: string = packageName): NotAskedError {
  return new NotAskedError('configuration', explainUnloadedPackage(error, packageName, installs));
}

/** What a request is made with. */
export interface Asking {
  /** Aborted once nobody waits any more. */
  readonly signal: AbortSignal;
  /** Give it to the transport; or call `handOver` before a client of somebody else's is asked. */
  readonly watch: Watch;
}

/**
 * Call it right before a client of somebody else's is asked: from here on nobody sees what leaves, and only its errors can
 * tell. Throws once the call has ended: its caller was told then that nothing had been sent, and may have asked another.
 *
 * @example
 * const answer = await askVendor(account, message, [message.to, message.text], async (asking) => {
 *   handOver(asking);
 *   return await client.text(message.to, message.text);
 * });
 */
export function handOver({ signal, watch }: Asking): void {
  signal.throwIfAborted();
  watch.isHandedOver = true;
}

/** How to ask once. */
interface Question<Body> {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | null;
  ask(asking: Asking): PromiseLike<Body>;
  readonly readThrown?: ((error: unknown) => ThrownAnswer<Body>) | undefined;
}

/** An answer in what a library threw: the vendor's words, and its head where nobody saw its socket. */
export interface ThrownAnswer<Body> {
  readonly head: AnswerHead | null;
  readonly body: Body | null;
}

/**
 * Asks once. Never rejects, never retries, never outlives its time. The status line of a refusal is enough: a body that
 * is too long or too slow does not make it less of one.
 */
export async function askOnce<Body>({
  timeoutMs,
  signal,
  ask,
  readThrown = () => NO_ANSWER,
}: Question<Body>): Promise<Exchange<Body>> {
  const end = createCallEnd(timeoutMs, signal);
  const watch = createWatch();
  try {
    const body = await end.race(ask({ signal: end.signal, watch }));
    return { status: 'answered', ...(watch.head ?? { statusCode: 200, headers: {} }), body };
  } catch (error) {
    const cause = end.cause();
    if (cause === null && error instanceof NotAskedError) {
      return { status: 'broken', cause: 'not-asked', category: error.category, explanation: error.message };
    }
    const thrown = cause === null ? readThrown(error) : NO_ANSWER;
    const head = watch.head ?? thrown.head;
    if (head !== null && !isSuccess(head.statusCode)) return { status: 'answered', ...head, body: thrown.body };
    return breakOf(watch, cause, cause === null ? codeOf(error) : CODE_OF_END[cause]);
  } finally {
    end.dispose();
  }
}

const NO_ANSWER = { head: null, body: null };

/** In the words of Node and of axios. */
const CODE_OF_END = { timeout: 'ETIMEDOUT', aborted: 'ERR_CANCELED' } as const;

function breakOf(watch: Watch, ended: 'timeout' | 'aborted' | null, code: string | null): BrokenRequest {
  const cause = ended ?? (isTimeout(code) ? 'timeout' : 'failed');
  return {
    status: 'broken',
    cause,
    mayHaveLeft: watch.mayHaveLeft || (watch.isHandedOver && !isNeverSent(code)),
    code,
    statusCode: watch.head?.statusCode ?? null,
  };
}
