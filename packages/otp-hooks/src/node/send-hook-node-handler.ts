import type { IncomingMessage, ServerResponse } from 'node:http';
import { OtpMisuseError } from '@countersign/otp-core/adapter';
import { createErrorReporter } from '../error-reporter.ts';
import { createSendHook, type SendHook } from '../send-hook.ts';
import type { SendHookOptions } from '../send-hook-options.ts';

/**
 * What `node:http`, Express 4 and 5, Connect, Fastify (`request.raw`, `reply.raw`) and Koa (`context.req`, `context.res`)
 * call. Answers every request; never rejects.
 */
export type SendHookNodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Where parsers and hosts leave a body that they have read. */
interface ReadByOthers {
  readonly body?: unknown;
  readonly rawBody?: unknown;
}

/** Long enough for a platform that is still sending to read the answer, too short to be of use to one that never stops. */
const LINGER_MS = 1_000;

/**
 * `createSendHook` for Node's own request and response. A signature covers the bytes that came: mount it before
 * `express.json()`, or keep the bytes as `request.rawBody`, as Firebase and Cloud Functions do.
 *
 * @throws OtpConfigurationError naming everything that is wrong with the options
 * @example
 * app.post('/hooks/send-sms', createSendHookNodeHandler({ platform: 'supabase', secret, sender, once, keySecret }));
 */
export function createSendHookNodeHandler(options: SendHookOptions): SendHookNodeHandler {
  return serveSendHook(createSendHook(options), { onError: options.onError });
}

/** What `serveSendHook` takes beside the hook. */
export interface ServeSendHookOptions {
  /** Told every mistake in mounting. @defaultValue one line on standard error for each, once */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * The same for a hook that is already made, by `createSendHookFromEnv` for example.
 *
 * @example
 * const { hook } = await createSendHookFromEnv(process.env);
 * app.post('/hooks/send-sms', serveSendHook(hook));
 */
export function serveSendHook(hook: SendHook, options: ServeSendHookOptions = {}): SendHookNodeHandler {
  const report = createErrorReporter(options.onError);
  return async function sendHookNodeHandler(request, response) {
    try {
      const answer = await hook(toWebRequest(request));
      const body = await answer.text();
      if (!response.headersSent && !response.destroyed) {
        for (const [name, value] of answer.headers) response.setHeader(name, value);
        response.statusCode = answer.status;
        response.end(body === '' ? undefined : body);
      }
      discardRest(request);
    } catch (error) {
      report(error);
      if (!response.headersSent && !response.destroyed) response.statusCode = 500;
      response.end();
    }
  };
}

/** @throws OtpMisuseError where somebody has read the body and kept no bytes */
function toWebRequest(request: IncomingMessage & ReadByOthers): Request {
  // Where it went does not matter to a hook, and what a client says of it is not to be believed. A web request cannot have
  // every method that Node reads, such as TRACE; the hook answers all but POST alike.
  if (request.method !== 'POST') return new Request('http://localhost/');
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    // Names with a colon are HTTP/2's own, no headers.
    if (value !== undefined && !name.startsWith(':'))
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const body = bytesOf(request.rawBody) ?? bytesOf(request.body) ?? streamOf(request);
  return new Request('http://localhost/', { method: 'POST', headers, body, duplex: 'half' });
}

function bytesOf(value: unknown): Uint8Array<ArrayBuffer> | null {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  return value instanceof Uint8Array ? new Uint8Array(value) : null;
}

function streamOf(request: IncomingMessage & ReadByOthers) {
  if (request.readableDidRead || request.readableEnded) {
    throw new OtpMisuseError(
      'The body of the request was parsed before the send hook got it, and its signature covers the bytes. Mount the hook before express.json(), or keep the bytes as request.rawBody.',
    );
  }
  return toWebStream(request);
}

/** Not `Readable.toWeb`: cancelled, that destroys the request, and leaves a connection that goes on sending to itself. */
function toWebStream(request: IncomingMessage): ReadableStream<Uint8Array> {
  let stop = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const onData = (chunk: unknown) => {
        // Somebody has set an encoding: these are no longer the bytes that came.
        if (!(chunk instanceof Uint8Array)) return onGone();
        controller.enqueue(new Uint8Array(chunk));
        if ((controller.desiredSize ?? 0) <= 0) request.pause();
      };
      const onEnd = () => {
        stop();
        controller.close();
      };
      const onGone = () => {
        stop();
        controller.error(new Error('The request ended before its body did.'));
      };
      stop = () => void request.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
      request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone).pause();
    },
    pull: () => void request.resume(),
    cancel() {
      stop();
      request.pause();
    },
  });
}

/** Closing at once would reset the connection, and the platform might never see the answer (RFC 9112, section 9.6). */
function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) {
    request.resume();
    return;
  }
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  timer.unref();
  const release = () => clearTimeout(timer);
  request.once('end', release).once('close', release).resume();
}
