import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { createUnloadedError, explainUnloadedPackage } from '@countersign/otp-core/adapter';
import { createObservedTransport, type ObservedTransport } from './observed-transport.ts';

/** What is asked. The body goes out byte for byte, and so do the headers: a signature may cover them. */
export interface SinchRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What Sinch answered, as far as it was read. */
export interface SinchAnswer {
  readonly statusCode: number;
  /** Decompressed, read as UTF-8, at most 64 kB. */
  readonly body: string;
  readonly retryAfter: string | null;
}

/** No whole answer. Of what axios throws nothing but its `code` comes along: the rest holds the request. */
export interface BrokenExchange {
  readonly status: 'broken';
  readonly cause: 'timeout' | 'aborted' | 'failed' | 'not-loaded';
  /** Why axios is not there, if it is not. */
  readonly explanation: string | null;
  /** False only where no connection was ever ready, so that not a byte of the request can have left. */
  readonly mayHaveLeft: boolean;
  readonly code: string | null;
  /** The head, where the answer broke off after it; its body is empty. */
  readonly head: SinchAnswer | null;
}

/** One request and its answer. */
export type SinchExchange = { readonly status: 'answered'; readonly answer: SinchAnswer } | BrokenExchange;

const MAX_ANSWER_BYTES = 65_536;

/** Asks once over axios. Never rejects, never retries, follows no redirect, never outlives `timeoutMs`. */
export async function exchangeWithSinch(
  request: SinchRequest,
  timeoutMs: number,
  signal: AbortSignal | null,
): Promise<SinchExchange> {
  const transport = createObservedTransport();
  const end = createEnd(timeoutMs, signal);
  try {
    const axios = await loadAxios();
    if ('explanation' in axios) return notLoaded(axios.explanation);
    const { Axios } = axios;
    // A bare client: interceptors that an app hung on the shared one could log, change or repeat the request.
    const response = await new Axios({}).request<unknown>({
      adapter: 'http',
      transport,
      // A connection of its own: one kept alive may be closed just as it is used again, and nobody could tell what arrived.
      httpAgent: new http.Agent(),
      httpsAgent: new https.Agent(),
      // Credentials go to Sinch and to nobody whom the environment names.
      proxy: false,
      method: request.method,
      url: request.url,
      headers: { Accept: 'application/json', ...request.headers },
      data: request.body,
      responseType: 'text',
      transformResponse: (body: unknown) => body,
      validateStatus: () => true,
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      signal: end.signal,
    });
    const body = typeof response.data === 'string' ? response.data : '';
    return { status: 'answered', answer: toAnswer(transport.response(), response.status, body) };
  } catch (error) {
    return toBroken(transport, end.cause() ?? 'failed', error);
  } finally {
    end.dispose();
  }
}

/** @throws OtpConfigurationError where axios cannot be loaded */
export async function warmUpSinch(providerId: string): Promise<void> {
  const axios = await loadAxios();
  if ('explanation' in axios) throw createUnloadedError(providerId, axios.explanation);
}

/** Loaded by the first call and kept by the module loader: axios costs a start-up about 90 ms. */
async function loadAxios() {
  try {
    return await import('axios');
  } catch (error) {
    return { explanation: explainUnloadedPackage(error, 'axios') };
  }
}

function notLoaded(explanation: string): BrokenExchange {
  return { status: 'broken', cause: 'not-loaded', explanation, mayHaveLeft: false, code: null, head: null };
}

/**
 * One end for everything from the lookup of the name to the last byte; axios's own timeout starts anew with every byte
 * of a slow answer. A listener rather than `AbortSignal.any`, as it can be taken off again: a caller's signal may live
 * as long as the process.
 */
function createEnd(timeoutMs: number, signal: AbortSignal | null) {
  const controller = new AbortController();
  let cause: 'timeout' | 'aborted' | null = null;
  const endBecause = (reason: 'timeout' | 'aborted') => () => {
    cause ??= reason;
    controller.abort();
  };
  const timer = setTimeout(endBecause('timeout'), timeoutMs);
  const onAbort = endBecause('aborted');
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    cause: () => cause,
    dispose(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

function toBroken(transport: ObservedTransport, cause: BrokenExchange['cause'], error: unknown): BrokenExchange {
  const head = transport.response();
  return {
    status: 'broken',
    cause,
    explanation: null,
    mayHaveLeft: transport.mayHaveLeft(),
    code: cause === 'timeout' ? 'ETIMEDOUT' : codeOf(error),
    head: head === null ? null : toAnswer(head, head.statusCode ?? 0, ''),
  };
}

/** Headers as Node read them: axios's own header object lets a header called `get` replace its method. */
function toAnswer(response: IncomingMessage | null, statusCode: number, body: string): SinchAnswer {
  return { statusCode, body, retryAfter: response?.headers['retry-after'] ?? null };
}

/** The code only, and only if it is one: a name such as `ECONNREFUSED`. */
function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : null;
}
