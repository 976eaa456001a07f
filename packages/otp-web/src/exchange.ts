import type { BodyLimits, BodyOutcome } from './body/body-outcome.ts';

/** What the routes need of a request, whichever runtime it came through, and what they give back. */
export interface Exchange<From extends readonly unknown[]> {
  readonly method: string;
  /** As sent, without the query and not decoded: only an exact match is a route. */
  readonly path: string;
  /** As the server saw it, with the query. Behind a proxy not what the client asked for. */
  readonly url: string;
  readonly body: ExchangeBody;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** What the runtime gave us; handed on to the app's own functions. */
  readonly from: From;
  /** The value of a header, whatever the case of its name. */
  header(name: string): string | null;
  /** All of them, by names in lower case. */
  headers(): Readonly<Record<string, string | undefined>>;
}

export type ExchangeBody =
  /** Still on its way. Each binding reads it as its runtime does best. */
  | { readonly kind: 'unread'; read(limits: BodyLimits): Promise<BodyOutcome> }
  /** Somebody in front has read it and kept the bytes; any compression is undone. */
  | { readonly kind: 'kept'; readonly bytes: Uint8Array }
  /** A body parser in front has read and parsed it; size and time were its business. */
  | { readonly kind: 'parsed'; readonly value: unknown };

/** An answer before it is written in the runtime's own way. */
export interface Reply {
  readonly status: number;
  /** By names in lower case, without `Set-Cookie`. */
  readonly headers: ReplyHeaders;
  /** Each a `Set-Cookie` of its own: they cannot be joined by commas (RFC 6265, section 3). */
  readonly cookies: readonly string[];
  readonly body: string | null;
}

export type ReplyHeaders = Readonly<Record<string, string>>;
