import type { Exchange, Reply } from './exchange.ts';
import { createExchangeAnswerer } from './exchange-answerer.ts';
import { type OtpWebOptions, resolveOtpWebOptions } from './otp-web-options.ts';

/**
 * The web-standard binding. `Connection` is what the runtime passes beside the request
 * (Deno's connection info, Bun's server, a framework's context); it reaches the app's functions as it is.
 */
export type OtpHandlerOptions<Connection = unknown> = OtpWebOptions<
  [request: Request, connection: Connection | undefined]
>;

/** Answers every request by a response; never rejects. */
export type OtpHandler<Connection = unknown> = (request: Request, connection?: Connection) => Promise<Response>;

/**
 * A fetch handler for `POST /verifications`, `/verifications/check`, `/verifications/resend` and `/verifications/cancel`,
 * `POST /webhooks/{provider}` where `webhooks` are given, and `GET /openapi.json`.
 * Failures are `application/problem+json` with a stable `code`.
 *
 * @throws OtpConfigurationError naming everything that is wrong with the options.
 * @example
 * const handler = createOtpHandler({ engine, basePath: '/otp' });
 * const response = await handler(new Request('https://example.com/otp/verifications', {
 *   method: 'POST',
 *   headers: { 'content-type': 'application/json' },
 *   body: JSON.stringify({ phoneNumber: '+14155550123' }),
 * }));
 */
export function createOtpHandler<Connection = unknown>(options: OtpHandlerOptions<Connection>): OtpHandler<Connection> {
  const answerer = createExchangeAnswerer(resolveOtpWebOptions('createOtpHandler', options));
  return async function otpHandler(request, connection) {
    return toResponse(await answerer.answer(toExchange(request, connection)));
  };
}

function toExchange<Connection>(
  request: Request,
  connection: Connection | undefined,
): Exchange<[request: Request, connection: Connection | undefined]> {
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    url: request.url,
    body: { kind: 'stream', stream: request.body },
    signal: request.signal,
    from: [request, connection],
    header: (name) => request.headers.get(name),
    headers: () => Object.fromEntries(request.headers),
  };
}

function toResponse(reply: Reply): Response {
  return new Response(reply.body, { status: reply.status, headers: reply.headers });
}
