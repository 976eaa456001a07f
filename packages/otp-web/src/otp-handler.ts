import type { ClientAddress } from './client-address/client-address.ts';
import type { Reply } from './exchange.ts';
import { createExchangeAnswerer } from './exchange-answerer.ts';
import { FetchExchange } from './fetch-exchange.ts';
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
    return toResponse(await answerer.answer(new FetchExchange(request, connection)));
  };
}

/** A plain record where it will do: servers write it out as it is, and would have to copy a `Headers`. */
function toResponse({ status, headers, cookies, body }: Reply): Response {
  if (cookies.length === 0) return new Response(body, { status, headers });
  const withCookies = new Headers(headers);
  for (const cookie of cookies) withCookies.append('set-cookie', cookie);
  return new Response(body, { status, headers: withCookies });
}
