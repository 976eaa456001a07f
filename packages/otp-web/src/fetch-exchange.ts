import { readWebBody } from './body/read-web-body.ts';
import type { Exchange, ExchangeBody } from './exchange.ts';

/** A web-standard request as the routes need it. Nothing is worked out before somebody asks. */
export class FetchExchange<Connection> implements Exchange<[request: Request, connection: Connection | undefined]> {
  readonly from: [request: Request, connection: Connection | undefined];
  readonly #request: Request;

  constructor(request: Request, connection: Connection | undefined) {
    this.#request = request;
    this.from = [request, connection];
  }

  get method(): string {
    return this.#request.method;
  }

  get path(): string {
    return pathOf(this.#request.url);
  }

  get url(): string {
    return this.#request.url;
  }

  get body(): ExchangeBody {
    return { kind: 'unread', read: (limits) => readWebBody(this.#request, limits) };
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  header(name: string): string | null {
    return this.#request.headers.get(name);
  }

  headers(): Readonly<Record<string, string | undefined>> {
    return Object.fromEntries(this.#request.headers);
  }
}

const ORIGIN_AND_PATH = /^https?:\/\/[^/?#]+(\/[^?#]*)/;

/** The URL of a request is normalised already, so that its path only needs cutting out: parsing it again takes ten times as long. */
function pathOf(url: string): string {
  return ORIGIN_AND_PATH.exec(url)?.[1] ?? new URL(url).pathname;
}
