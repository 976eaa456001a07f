import type { CountriesResult, OtpFailure, OtpFailureReason, SentResult, VerifiedResult } from './client-results.ts';
import { readProblemCode } from './read-problem-code.ts';

/** One request to the server, and what became of it. Whatever happens is a value. */
export interface AskOptions {
  readonly baseUrl: string;
  readonly timeoutMs?: number;
  readonly fetch?: ClientFetch;
}

/** As much of `fetch` as the client uses: give one to add headers or credentials. */
export type ClientFetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body: string | null;
    readonly signal: AbortSignal;
  },
) => Promise<Response>;

export interface Ask {
  sent(path: string, body: object, signal?: AbortSignal, headers?: object): Promise<SentResult>;
  verified(path: string, body: object, signal?: AbortSignal): Promise<VerifiedResult>;
  done(path: string, body: object, signal?: AbortSignal): Promise<{ readonly ok: true } | OtpFailure>;
  countries(path: string, signal?: AbortSignal): Promise<CountriesResult>;
}

type Body = Readonly<Record<string, unknown>>;
type Answer = { readonly ok: true; readonly body: Body; readonly aheadMs: number } | OtpFailure;

/** Where the server names no time. */
const USUAL_WAIT_MS = 5_000;
/** Below this, two clocks agree: `Date` counts whole seconds, and the answer has travelled. */
const CLOCK_TOLERANCE_MS = 5_000;

export function createAsk(options: AskOptions): Ask {
  const { baseUrl, timeoutMs = 20_000, fetch = globalThis.fetch } = options;
  const base = readBaseUrl(baseUrl);

  async function ask(path: string, body: object | null, signal?: AbortSignal, extra: object = {}): Promise<Answer> {
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    const timer = setTimeout(abort, timeoutMs);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    try {
      const answering = fetch.call(globalThis, base + path, {
        method: body === null ? 'GET' : 'POST',
        headers: body === null ? {} : { 'content-type': 'application/json', ...extra },
        body: body === null ? null : JSON.stringify(body),
        signal: controller.signal,
      });
      return await unlessAborted(answering.then(readAnswer), controller.signal);
    } catch {
      return { ok: false, reason: signal?.aborted ? 'client-closed-request' : 'unreachable' };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  return {
    async sent(path, input, signal, headers) {
      const answer = await ask(path, input, signal, headers);
      if (!answer.ok) return answer;
      const { challenge, expiresAt, resendAt, codeLength, maskedTo } = answer.body;
      if (typeof challenge !== 'string' || typeof codeLength !== 'number') return UNEXPECTED;
      return {
        ok: true,
        challenge,
        codeLength,
        maskedTo: String(maskedTo),
        expiresAt: readTime(expiresAt, answer.aheadMs),
        resendAt: readTime(resendAt, answer.aheadMs),
      };
    },
    async verified(path, input, signal) {
      const answer = await ask(path, input, signal);
      if (!answer.ok) return answer;
      const { verified, phoneNumber, purpose, proof } = answer.body;
      if (verified !== true || typeof phoneNumber !== 'string') return UNEXPECTED;
      const proven = { ok: true, phoneNumber, purpose: String(purpose) } as const;
      return typeof proof === 'string' ? { ...proven, proof } : proven;
    },
    async done(path, input, signal) {
      const answer = await ask(path, input, signal);
      return answer.ok ? { ok: true } : answer;
    },
    async countries(path, signal) {
      const answer = await ask(path, null, signal);
      if (!answer.ok) return answer;
      const { countries } = answer.body;
      if (countries !== null && !Array.isArray(countries)) return UNEXPECTED;
      return { ok: true, countries: countries?.map(String) ?? null };
    },
  };
}

const UNEXPECTED: OtpFailure = { ok: false, reason: 'unexpected-answer' };

function readBaseUrl(baseUrl: unknown): string {
  const { location }: { readonly location?: { readonly href: string } } = globalThis as object;
  try {
    if (typeof baseUrl === 'string' && new URL(baseUrl, location?.href)) return baseUrl.replace(/\/+$/, '');
  } catch {
    // Said below.
  }
  throw new TypeError("createOtpClient: baseUrl must be a path such as '/otp', or a whole URL");
}

/** A `fetch` of the app need not heed the signal; the call ends all the same. */
function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', reject);
    if (signal.aborted) reject();
    work.then(resolve, reject);
  });
}

async function readAnswer(response: Response): Promise<Answer> {
  const body = readObject(await response.text());
  const aheadMs = readAheadMs(response);
  if (response.ok) return body === null ? UNEXPECTED : { ok: true, body, aheadMs };
  const code = readProblemCode(body ?? {});
  return code === null ? UNEXPECTED : toFailure(code, body ?? {}, aheadMs);
}

function readObject(text: string): Body | null {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Body) : null;
  } catch {
    return null;
  }
}

function toFailure(reason: OtpFailureReason, body: Body, aheadMs: number): OtpFailure {
  switch (reason) {
    case 'mismatch':
      return { ok: false, reason, attemptsLeft: Number(body.attemptsLeft ?? 0) };
    case 'locked':
      return { ok: false, reason, retryAt: body.retryAt === undefined ? null : readTime(body.retryAt, aheadMs) };
    case 'malformed':
      return { ok: false, reason, field: typeof body.field === 'string' ? body.field : null };
    case 'cooldown':
    case 'quota-exceeded':
    case 'rate-limited':
    case 'provider-unavailable':
    case 'service-unavailable':
      return { ok: false, reason, retryAt: readTime(body.retryAt, aheadMs) };
    default:
      return { ok: false, reason };
  }
}

/** A time of the server's by the browser's clock. */
function readTime(time: unknown, aheadMs: number): Date {
  const timeMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return new Date(Number.isNaN(timeMs) ? Date.now() + USUAL_WAIT_MS : timeMs - aheadMs);
}

/** How far the server's clock is ahead of this browser's: a countdown must not last an hour because one of them is wrong. */
function readAheadMs({ headers }: Response): number {
  const aheadMs = Date.parse(headers.get('date') ?? '') - Date.now();
  return Math.abs(aheadMs) > CLOCK_TOLERANCE_MS ? aheadMs : 0;
}
