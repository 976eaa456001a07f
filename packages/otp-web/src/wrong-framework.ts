import { isOptions, OtpMisuseError } from '@countersign/otp-core/adapter';

/** What was given to the fetch handler in place of a `Request`, in words that lead to the right entry; `null`: nothing is wrong. */
export function findWrongFramework(request: unknown): OtpMisuseError | null {
  if (isWebRequest(request)) return null;
  if (isOptions(request) && isOptions(request.req) && isWebRequest(request.req.raw)) {
    return new OtpMisuseError(
      'createOtpHandler was given the context of Hono: call handler(context.req.raw, context).',
    );
  }
  if (isOptions(request) && isOptions(request.socket)) {
    return new OtpMisuseError(
      "createOtpHandler was given a request of Node: use createOtpRouter of '@countersign/otp-web/express', or createOtpNodeHandler of '@countersign/otp-web/node'.",
    );
  }
  return new OtpMisuseError('createOtpHandler must be called with a web-standard Request.');
}

/** A 500 for whoever waits: as a response, and over Node's own, which the framework would leave open. */
export function answerWrongFramework(response: unknown): Response {
  if (isNodeResponse(response)) {
    response.statusCode = 500;
    response.end();
  }
  return new Response(null, { status: 500, headers: { 'cache-control': 'no-store' } });
}

function isWebRequest(value: unknown): boolean {
  return isOptions(value) && isOptions(value.headers) && typeof value.headers.get === 'function';
}

function isNodeResponse(value: unknown): value is { statusCode: number; end(): void } {
  return isOptions(value) && typeof value.end === 'function' && typeof value.writeHead === 'function';
}
