import type { IncomingMessage, ServerResponse } from 'node:http';
import { type OtpWebOptions, resolveOtpWebOptions } from '../otp-web-options.ts';
import { createNodeListener, type NodeListener } from './node-listener.ts';

/** The options of the fetch handler, with Node's own request and response for the app's functions. */
export type OtpNodeHandlerOptions = OtpWebOptions<NodeArguments>;

type NodeArguments = [request: IncomingMessage, response: ServerResponse];

/**
 * A listener for `node:http`, and for what stands on it: Fastify, NestJS, Koa, Connect. It needs no framework.
 *
 * Called with a third argument it passes on, as a middleware does, what is outside its mount path or `basePath`;
 * called with two it answers every request. The client's address is the socket's: behind a proxy set `clientAddress`.
 *
 * @throws OtpConfigurationError naming everything that is wrong with the options.
 * @example
 * createServer(createOtpNodeHandler({ engine, basePath: '/otp' })).listen(3000);
 */
export function createOtpNodeHandler(options: OtpNodeHandlerOptions): NodeListener {
  const resolved = resolveOtpWebOptions<NodeArguments>(
    { subject: 'createOtpNodeHandler', usualAddress: ({ socket }) => socket.remoteAddress },
    options,
  );
  return createNodeListener<NodeArguments>(resolved, (request, response) => [request, response]);
}
