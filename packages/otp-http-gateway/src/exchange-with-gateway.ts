import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { createUnloadedError, explainUnloadedPackage } from '@countersign/otp-core/adapter';
import type { GatewayRequest } from './build-gateway-request.ts';
import type { GatewayAnswer } from './gateway-answer.ts';
import { createObservedTransport } from './observed-transport.ts';

/** One request and its answer over axios. Never rejects, never retries, never outlives `timeoutMs`. */
type GatewayExchange = { readonly status: 'answered'; readonly answer: GatewayAnswer } | BrokenExchange;

/** No whole answer. Of what axios throws nothing but its `code` comes along: the rest holds the request. */
export interface BrokenExchange {
  readonly status: 'broken';
  readonly cause: 'timeout' | 'aborted' | 'failed' | 'not-loaded';
  /** Why axios is not there, if it is not. */
  readonly explanation: string | null;
  /** False only where no connection was ever ready, so that not a byte of the request can have left. */
  readonly mayHaveLeft: boolean;
  readonly code: string | null;
  /** The status and headers, where the answer broke off after them; its body is empty. */
  readonly head: GatewayAnswer | null;
}

interface ExchangeLimits {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly proxy: 'none' | 'environment';
}

export async function exchangeWithGateway(
  request: GatewayRequest,
  limits: ExchangeLimits,
  signal: AbortSignal | null,
): Promise<GatewayExchange> {
  const transport = createObservedTransport();
  const end = createEnd(limits.timeoutMs, signal);
  try {
    const axios = await loadAxios();
    if ('explanation' in axios) return notLoaded(axios.explanation);
    const { Axios } = axios;
    // A bare client: interceptors and defaults that an app hung on the shared one could log, change or repeat the request.
    const response = await new Axios({}).request<unknown>({
      adapter: 'http',
      transport,
      // A connection of its own: one kept alive may be closed just as it is used again, and nobody could tell what arrived.
      httpAgent: new http.Agent(),
      httpsAgent: new https.Agent(),
      ...(limits.proxy === 'none' ? { proxy: false } : {}),
      method: request.method,
      url: request.url,
      headers: { Accept: 'application/json, text/plain, */*', ...request.headers },
      data: request.body ?? undefined,
      responseType: 'text',
      transformResponse: (body: unknown) => body,
      validateStatus: () => true,
      maxRedirects: 0,
      maxContentLength: limits.maxAnswerBytes,
      timeout: limits.timeoutMs,
      transitional: { clarifyTimeoutError: true },
      signal: end.signal,
    });
    return { status: 'answered', answer: toAnswer(transport.response(), response.status, String(response.data ?? '')) };
  } catch (error) {
    const cause = end.cause() ?? (codeOf(error) === 'ETIMEDOUT' ? 'timeout' : 'failed');
    const head = transport.response();
    return {
      status: 'broken',
      cause,
      explanation: null,
      mayHaveLeft: transport.mayHaveLeft(),
      code: cause === 'timeout' ? 'ETIMEDOUT' : codeOf(error),
      head: head === null ? null : toAnswer(head, head.statusCode ?? 0, ''),
    };
  } finally {
    end.dispose();
  }
}

/** @throws OtpConfigurationError where axios cannot be loaded */
export async function warmUpGateway(providerId: string): Promise<void> {
  const axios = await loadAxios();
  if ('explanation' in axios) throw createUnloadedError(providerId, axios.explanation);
}

/** Loaded by the first message and kept by the module loader: axios costs a start-up about 90 ms. */
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
 * One end for everything: axios's own timeout starts anew with every byte of a slow answer. A listener rather than
 * `AbortSignal.any`, as it can be taken off again: a caller's signal may live as long as the process.
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

/** Headers as Node read them: axios's own header object lets a header called `get` replace its method. */
function toAnswer(response: IncomingMessage | null, statusCode: number, body: string): GatewayAnswer {
  const headers = Object.entries(response?.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return { statusCode, body, headers: Object.fromEntries(headers) };
}

/** The code only, and only if it is one: a name such as `ECONNREFUSED`. */
function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : null;
}
