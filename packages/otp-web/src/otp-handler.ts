import { readWebBody } from './body/read-web-body.ts';
import type { ClientAddress } from './client-address/client-address.ts';
import type { Exchange, Reply } from './exchange.ts';
import { createExchangeAnswerer } from './exchange-answerer.ts';
import { type OtpWebOptions, resolveOtpWebOptions } from './otp-web-options.ts';
import { answerWrongFramework, findWrongFramework } from './wrong-framework.ts';

/**
 * The web-standard binding. `Connection` is what the runtime passes beside the request
 * (Deno's connection info, Bun's server, a framework's context); it reaches the app's functions as it is.
 */
export interface OtpHandlerOptions<Connection = unknown> extends OtpWebOptions<FetchArguments<Connection>> {
  /**
   * Where the client's address is read, for limits by address: `fromSocket()`, `fromForwardedFor({ trustedProxies: 1 })`,
   * `fromHeader('cf-connecting-ip')`, `fromHonoConnInfo(getConnInfo)`, `fromDeno()`, `fromBun()` or a function of yours.
   * `'none'` goes without such limits. A web-standard request does not tell, so there is no default.
   */
  readonly clientAddress: ClientAddress<FetchArguments<Connection>>;
}

type FetchArguments<Connection> = [request: Request, connection: Connection | undefined];

/** Answers every request by a response; never rejects. */
export type OtpHandler<Connection = unknown> = (request: Request, connection?: Connection) => Promise<Response>;

/**
 * A fetch handler for `POST /verifications`, `/verifications/check`, `/verifications/resend` and `/verifications/cancel`,
 * `POST /webhooks/{provider}` where `webhooks` are given, `GET /countries` and `GET /openapi.json`.
 * Failures are `application/problem+json` with a stable `code`.
 *
 * @throws OtpConfigurationError naming everything that is wrong with the options.
 * @example
 * const handler = createOtpHandler({ engine, basePath: '/otp', clientAddress: fromHeader('cf-connecting-ip') });
 * const response = await handler(new Request('https://example.com/otp/verifications', {
 *   method: 'POST',
 *   headers: { 'content-type': 'application/json' },
 *   body: JSON.stringify({ phoneNumber: '+14155550123' }),
 * }));
 */
export function createOtpHandler<Connection = unknown>(options: OtpHandlerOptions<Connection>): OtpHandler<Connection> {
  const resolved = resolveOtpWebOptions<FetchArguments<Connection>>(
    { subject: 'createOtpHandler', usualAddress: null },
    options,
  );
  const answerer = createExchangeAnswerer(resolved);
  return async function otpHandler(request, connection) {
    const mistake = findWrongFramework(request);
    if (mistake !== null) {
      resolved.reporter.report(mistake);
      return answerWrongFramework(connection);
    }
    return toResponse(await answerer.answer(toExchange(request, connection)));
  };
}

function toExchange<Connection>(
  request: Request,
  connection: Connection | undefined,
): Exchange<FetchArguments<Connection>> {
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    url: request.url,
    body: { kind: 'unread', read: (limits) => readWebBody(request, limits) },
    signal: request.signal,
    from: [request, connection],
    header: (name) => request.headers.get(name),
    headers: () => Object.fromEntries(request.headers),
  };
}

function toResponse(reply: Reply): Response {
  return new Response(reply.body, { status: reply.status, headers: reply.headers });
}
