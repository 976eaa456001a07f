import type { Request as ExpressRequest, Response as ExpressResponse, RequestHandler } from 'express';
import type { Exchange, ExchangeBody, Reply } from '../exchange.ts';
import { createExchangeAnswerer, type ExchangeAnswerer } from '../exchange-answerer.ts';
import { type OtpWebOptions, resolveOtpWebOptions } from '../otp-web-options.ts';
import { discardBody } from './discard-body.ts';
import { streamBody } from './stream-body.ts';

/** The Express binding: the options of the fetch handler, with Express's own request and response for the app's functions. */
export type OtpRouterOptions = OtpWebOptions<ExpressArguments>;

type ExpressArguments = [request: ExpressRequest, response: ExpressResponse];

/**
 * An Express 5 request handler for `POST /verifications` and the routes below it, `POST /webhooks/{provider}` where
 * `webhooks` are given, and `GET /openapi.json`.
 *
 * Everything under its mount path or `basePath` is answered here, unknown paths with a 404 problem: the framework's
 * own 404 page repeats the path. Mounted at the root without `basePath`, it passes on what is not one of its routes.
 * A body that `express.json()` has parsed is used as it is; size and time of such a body were the parser's business.
 *
 * @throws OtpConfigurationError naming everything that is wrong with the options.
 * @example
 * app.use('/otp', createOtpRouter({ engine }));
 */
export function createOtpRouter(options: OtpRouterOptions): RequestHandler {
  const resolved = resolveOtpWebOptions('createOtpRouter', options);
  const answerer = createExchangeAnswerer<ExpressArguments>({
    ...resolved,
    // `request.ip` honours `trust proxy`; what the app says goes before it.
    client: async (request, response) => ({
      ...(request.ip === undefined ? {} : { ip: request.ip }),
      ...(await resolved.client(request, response)),
    }),
  });
  return async function otpRouter(request, response, next) {
    if (!owns(request, resolved.basePath, answerer)) {
      next();
      return;
    }
    const reply = await answerer.answer(toExchange(request, response));
    writeReply(reply, response);
    discardBody(request);
  };
}

function owns(request: ExpressRequest, basePath: string, answerer: ExchangeAnswerer<ExpressArguments>): boolean {
  if (basePath !== '') return request.path === basePath || request.path.startsWith(`${basePath}/`);
  return request.baseUrl !== '' || answerer.hasRoute(request.path);
}

function toExchange(request: ExpressRequest, response: ExpressResponse): Exchange<ExpressArguments> {
  return {
    method: request.method,
    path: request.path,
    url: `${request.protocol}://${request.host}${request.originalUrl}`,
    body: toBody(request),
    signal: abortedWithConnection(response),
    from: [request, response],
    header: (name) => request.get(name) ?? null,
    headers: () => headersOf(request),
  };
}

/** Node joins repeated headers itself, all but cookies of an answer. */
function headersOf(request: ExpressRequest): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

/** Parsers leave an object, a string (`express.text()`) or bytes (`express.raw()`); without one there is the stream. */
function toBody(request: ExpressRequest): ExchangeBody {
  const parsed: unknown = request.body;
  if (parsed === undefined) return { kind: 'stream', stream: streamBody(request) };
  if (typeof parsed === 'string') return { kind: 'stream', stream: new Blob([parsed]).stream() };
  if (parsed instanceof Uint8Array) return { kind: 'stream', stream: new Blob([new Uint8Array(parsed)]).stream() };
  return { kind: 'parsed', value: parsed };
}

/** Aborted when the response closes before it was sent: the client is gone. */
function abortedWithConnection(response: ExpressResponse): AbortSignal {
  const controller = new AbortController();
  const abortUnlessSent = () => {
    if (!response.writableFinished) controller.abort();
  };
  if (response.closed) abortUnlessSent();
  else response.once('close', abortUnlessSent);
  return controller.signal;
}

function writeReply(reply: Reply, response: ExpressResponse): void {
  // The client is gone, or a function of the app has answered in our place.
  if (response.headersSent || response.destroyed) return;
  response.statusCode = reply.status;
  for (const [name, value] of reply.headers) {
    // Cookies that were set before, by a session middleware for example, stay.
    if (name === 'set-cookie') response.append(name, value);
    else response.setHeader(name, value);
  }
  if (reply.body === null) response.end();
  else response.end(reply.body);
}
