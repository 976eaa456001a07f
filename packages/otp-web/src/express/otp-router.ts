import type { Request as ExpressRequest, Response as ExpressResponse } from 'express';
import { createNodeListener, type NodeListener } from '../node/node-listener.ts';
import { type OtpWebOptions, resolveOtpWebOptions } from '../otp-web-options.ts';

/** The Express binding: the options of the fetch handler, with Express's own request and response for the app's functions. */
export type OtpRouterOptions = OtpWebOptions<ExpressArguments>;

type ExpressArguments = [request: ExpressRequest, response: ExpressResponse];

/**
 * A request handler for Express 4 and 5: `POST /verifications` and the routes below it, `POST /webhooks/{provider}` where
 * `webhooks` are given, `GET /countries` and `GET /openapi.json`.
 *
 * Everything under its mount path or `basePath` is answered here, unknown paths with a 404 problem: the framework's
 * own 404 page repeats the path. Mounted at the root without `basePath`, it passes on what is not one of its routes.
 * A body that `express.json()` has parsed is used as it is; size and time of such a body were the parser's business.
 *
 * The client's address is `request.ip`, which goes by `trust proxy`: behind a proxy without that setting all clients
 * have the proxy's address and share its limits.
 *
 * @throws OtpConfigurationError naming everything that is wrong with the options.
 * @example
 * app.use('/otp', createOtpRouter({ engine }));
 */
export function createOtpRouter(options: OtpRouterOptions): NodeListener {
  const resolved = resolveOtpWebOptions<ExpressArguments>(
    // Under another framework there is no `ip`.
    { subject: 'createOtpRouter', usualAddress: ({ ip, socket }) => ip ?? socket.remoteAddress },
    options,
  );
  // Express passes its own two, whatever the type of a listener says.
  return createNodeListener<ExpressArguments>(resolved, (request, response) => [
    request as ExpressRequest,
    response as ExpressResponse,
  ]);
}
