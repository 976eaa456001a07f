import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange, ExchangeBody } from '../exchange.ts';
import type { NodeTarget } from './node-target.ts';
import { isRead, readNodeBody } from './read-node-body.ts';

/** A request of Node as the routes need it. Nothing is worked out before somebody asks. */
export class NodeExchange<From extends readonly unknown[]> implements Exchange<From> {
  readonly from: From;
  readonly #request: IncomingMessage & ReadByOthers;
  readonly #response: ServerResponse;
  readonly #target: NodeTarget;
  #signal: AbortSignal | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, target: NodeTarget, from: From) {
    this.#request = request;
    this.#response = response;
    this.#target = target;
    this.from = from;
  }

  get method(): string {
    return this.#request.method ?? 'GET';
  }

  get path(): string {
    return this.#target.path;
  }

  get url(): string {
    return this.#target.url;
  }

  get body(): ExchangeBody {
    return bodyOf(this.#request);
  }

  get signal(): AbortSignal {
    this.#signal ??= abortedWithConnection(this.#response);
    return this.#signal;
  }

  header(name: string): string | null {
    return joined(this.#request.headers[name.toLowerCase()]) ?? null;
  }

  /** Names with a colon are HTTP/2's own, no headers. */
  headers(): Readonly<Record<string, string | undefined>> {
    const fields = Object.entries(this.#request.headers).filter(([name]) => !name.startsWith(':'));
    return Object.fromEntries(fields.map(([name, value]) => [name, joined(value)]));
  }
}

/** Where parsers and hosts leave a body that they have read. */
interface ReadByOthers {
  readonly body?: unknown;
  readonly rawBody?: unknown;
}

/**
 * The bytes as they came are worth most, wherever they are: a signature covers them. Firebase, Cloud Functions and the
 * `verify` of body parsers leave them in `rawBody`, `express.raw()` and `express.text()` in `body`.
 */
function bodyOf(request: IncomingMessage & ReadByOthers): ExchangeBody {
  const kept = bytesOf(request.rawBody);
  if (kept !== null) return { kind: 'kept', bytes: kept };
  const { body } = request;
  // The parsers of Express 4 leave an empty object beside a body that they did not touch.
  if (body === undefined || (isEmptyObject(body) && !isRead(request))) {
    return { kind: 'unread', read: (limits) => readNodeBody(request, limits) };
  }
  const bytes = bytesOf(body);
  return bytes === null ? { kind: 'parsed', value: body } : { kind: 'kept', bytes };
}

/** A plain view: a parser of receipts need not know of Node's buffers. */
function bytesOf(value: unknown): Uint8Array | null {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  if (value instanceof Uint8Array) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return null;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** Node joins most repeated headers itself. */
function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Aborted when the response closes before it was sent: the client is gone. */
function abortedWithConnection(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const abortUnlessSent = () => {
    if (!response.writableFinished) controller.abort();
  };
  if (response.closed) abortUnlessSent();
  else response.once('close', abortUnlessSent);
  return controller.signal;
}
