import type { IncomingMessage, ServerResponse } from 'node:http';
import { OtpMisuseError } from '@countersign/otp-core/adapter';
import { createExchangeAnswerer } from '../exchange-answerer.ts';
import type { ResolvedOtpWebOptions } from '../otp-web-options.ts';
import { discardBody } from './discard-body.ts';
import { NodeExchange } from './node-exchange.ts';
import { NodeTarget } from './node-target.ts';
import { writeReply } from './write-reply.ts';

/**
 * What `node:http`, Connect, Express, middie and others call. Without `next` every request is answered.
 * Never rejects, but for a call with something else than a request and a response of Node.
 */
export type NodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => Promise<void>;

/** One reading of Node's requests for all frameworks that stand on them. */
export function createNodeListener<From extends readonly unknown[]>(
  options: ResolvedOtpWebOptions<From>,
  fromOf: (request: IncomingMessage, response: ServerResponse) => From,
): NodeListener {
  const answerer = createExchangeAnswerer(options);
  const { basePath, reporter } = options;

  function owns(target: NodeTarget): boolean {
    const { path } = target;
    if (basePath !== '') return path === basePath || path.startsWith(`${basePath}/`);
    return target.isMounted || answerer.hasRoute(path);
  }

  async function serve(request: IncomingMessage, response: ServerResponse, target: NodeTarget): Promise<void> {
    try {
      const exchange = new NodeExchange(request, response, target, fromOf(request, response));
      writeReply(await answerer.answer(exchange), response);
      discardBody(request);
    } catch (error) {
      // The answer could not be written, as when a function of the app has ended the response half-way.
      reporter.report(error);
      response.destroy();
    }
  }

  return function nodeListener(request, response, next) {
    if (!isOfNode(request, response)) {
      const mistake = new OtpMisuseError(
        "The OTP routes need the request and the response of Node: request.raw and reply.raw in Fastify, context.req and context.res in Koa. For a web-standard Request use createOtpHandler of '@countersign/otp-web'.",
      );
      reporter.reportOnce(mistake);
      return Promise.reject(mistake);
    }
    const target = new NodeTarget(request);
    if (next === undefined || owns(target)) return serve(request, response, target);
    next();
    return Promise.resolve();
  };
}

function isOfNode(request: unknown, response: unknown): boolean {
  return hasMethod(request, 'resume') && hasMethod(response, 'setHeader');
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}
