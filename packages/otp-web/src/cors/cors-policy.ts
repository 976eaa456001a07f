import type { Exchange, Reply, ReplyHeaders } from '../exchange.ts';
import { emptyReply } from '../reply.ts';
import type { CorsOptions } from './cors-options.ts';

/** Cross-origin answers (Fetch standard, "CORS protocol"). Webhooks take no part: providers are no browsers. */
export interface CorsPolicy {
  /** The answer to a preflight of a listed origin; `null`: it is none, and is answered like any other request. */
  answerPreflight(exchange: AnyExchange, method: string): Reply | null;
  /** The same answer, with what a browser needs to hand it to the page. */
  open(exchange: AnyExchange, reply: Reply): Reply;
}

type AnyExchange = Exchange<readonly unknown[]>;

const REQUEST_HEADERS = ['content-type', 'idempotency-key'];

export function createCorsPolicy(options: CorsOptions | undefined): CorsPolicy {
  return options === undefined ? SAME_ORIGIN_ONLY : createOpenPolicy(options);
}

const SAME_ORIGIN_ONLY: CorsPolicy = { answerPreflight: () => null, open: (_exchange, reply) => reply };

function createOpenPolicy(options: CorsOptions): CorsPolicy {
  const { origins, credentials = false, requestHeaders = [], maxAgeSeconds = 600 } = options;
  const listed = new Set(origins);
  const allowedHeaders = [...REQUEST_HEADERS, ...requestHeaders].join(', ');

  const listedOrigin = (exchange: AnyExchange): string | null => {
    const origin = exchange.header('origin');
    return origin !== null && listed.has(origin) ? origin : null;
  };

  return {
    answerPreflight(exchange, method) {
      if (exchange.method !== 'OPTIONS' || exchange.header('access-control-request-method') === null) return null;
      if (listedOrigin(exchange) === null) return null;
      return withHeaders(emptyReply(204), {
        'access-control-allow-methods': method,
        'access-control-allow-headers': allowedHeaders,
        'access-control-max-age': String(maxAgeSeconds),
      });
    },
    open(exchange, reply) {
      // Said to those as well who are not let in: a cache must not hand one origin's answer to another.
      const { vary } = reply.headers;
      const varying = { vary: vary === undefined ? 'Origin' : `${vary}, Origin` };
      const origin = listedOrigin(exchange);
      if (origin === null) return withHeaders(reply, varying);
      return withHeaders(reply, {
        ...varying,
        'access-control-allow-origin': origin,
        ...(credentials ? { 'access-control-allow-credentials': 'true' } : {}),
        'access-control-expose-headers': 'Retry-After, Date',
      });
    },
  };
}

function withHeaders(reply: Reply, headers: ReplyHeaders): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
