/** A request as routes see it: checked, split up, with a body of bounded size. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { HttpProblem } from './http-problem.ts';
import { parseParameters, type RequestParameters } from './request-parameters.ts';

export interface InboxRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** As it was sent, query and all. */
  readonly target: string;
  /** What `readBody` has read; empty before. */
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  /** Port of the inbox that the request came to. */
  readonly port: number;
  /** Aborted when nobody is there for the answer any more. */
  readonly signal: AbortSignal;
  /** Refuses an address that is too long or is none. */
  checkTarget(): void;
  /** The parameters in the address. */
  readQuery(): RequestParameters;
  /** The body as UTF-8 text. */
  readBody(): Promise<string>;
}

/** 1600 characters of three bytes each, percent-encoded, are 14400. */
const MAX_TARGET_LENGTH = 16_384;
const MAX_BODY_BYTES = 65_536;

/** Never fails: what is wrong with the address is for the route to refuse, in the words of its clients. */
export function createInboxRequest(request: IncomingMessage, response: ServerResponse): InboxRequest {
  const { method = '', url: target = '', headers } = request;
  const [path = '', ...rest] = target.split('?');
  const controller = new AbortController();
  let body: Promise<string> | null = null;
  let text = '';
  response.once('close', () => controller.abort());
  return {
    method,
    path,
    target,
    get body() {
      return text;
    },
    headers,
    port: request.socket.localPort ?? 0,
    signal: controller.signal,
    checkTarget: () => checkTarget(target),
    readQuery: () => parseParameters(rest.join('?')),
    async readBody() {
      body ??= readBody(request);
      text = await body;
      return text;
    },
  };
}

function checkTarget(target: string): void {
  if (target.length > MAX_TARGET_LENGTH) {
    throw new HttpProblem('uri-too-long', `The address may have ${MAX_TARGET_LENGTH} characters.`);
  }
  if (!target.startsWith('/')) throw new HttpProblem('malformed-request', 'The address must start with a slash.');
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      // The rest is read and dropped: a client that is still writing would not see the answer to a cut connection.
      else reject(new HttpProblem('payload-too-large', `The body may have ${MAX_BODY_BYTES} bytes.`));
    });
    request.once('end', () => {
      try {
        resolve(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
      } catch {
        reject(new HttpProblem('malformed-request', 'The body is not UTF-8.'));
      }
    });
    request.once('error', () => reject(new HttpProblem('malformed-request', 'The body ended too early.')));
    request.once('close', () => reject(new HttpProblem('malformed-request', 'The body ended too early.')));
  });
}
