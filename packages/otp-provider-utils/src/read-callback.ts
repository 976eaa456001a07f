/** Reads what a vendor calls back with, once: what reaches a parser may be anything. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { DeliveryReport, DeliveryReportOutcome, DeliveryReportParser } from '@countersign/otp-core/spec';
import { readFields } from './fields.ts';

/** A callback as it arrived. Nothing of it is believed here. */
export interface Callback {
  /** In capitals. */
  readonly method: string;
  readonly url: string;
  /** With its leading slash; without host and query, and exactly as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
  /** `null` where there are none at all, which no server hands over. */
  readonly headers: object | null;
  /** By its name in lower case; `null` where there is none, or one that is longer than any of a vendor's. */
  header(name: string): string | null;
}

const MAX_URL_LENGTH = 8_192;
const MAX_HEADER_LENGTH = 4_096;

/** `null` where it is no request, or one with more than any callback has. @internal */
export function readCallback(request: unknown, maxBodyBytes: number): Callback | null {
  const { method, url, headers, body } = readFields(request, ['method', 'url', 'headers', 'body']);
  if (typeof method !== 'string' || method.length > 16) return null;
  if (typeof url !== 'string' || url.length > MAX_URL_LENGTH) return null;
  if (!(body instanceof Uint8Array) || body.length > maxBodyBytes) return null;
  const known = typeof headers === 'object' ? headers : null;
  return {
    method: method.toUpperCase(),
    url,
    path: pathOf(url),
    query: new URLSearchParams(queryOf(url)),
    body,
    headers: known,
    header: (name) => readHeader(known ?? {}, name),
  };
}

/** Not verified: nobody but the sender knows what it is about. */
export function refuseCallback(
  reason: Extract<DeliveryReportOutcome, { status: 'refused' }>['reason'],
): DeliveryReportOutcome {
  return { status: 'refused', reason };
}

/** Verified: it says this, and nothing else, of messages. `reply`: what the vendor is answered with. */
export function verified(
  reports: readonly DeliveryReport[],
  reply: Extract<DeliveryReportOutcome, { status: 'verified' }>['reply'] = null,
): DeliveryReportOutcome {
  return { status: 'verified', reports, reply };
}

/** What is the same for every receipt. */
export interface ReceiptTraits {
  /** Of the sender that is reported on. */
  readonly providerId: string;
  readonly maxBodyBytes: number;
  /** @defaultValue ['POST'] */
  readonly methods?: ReadonlyArray<'GET' | 'POST'>;
}

/**
 * A parser of delivery receipts. `read` looks at the signature first: a callback without one is `unauthenticated`, as its
 * sender has proven nothing.
 *
 * @example
 * const parser = defineReceiptParser({ providerId: 'acme', maxBodyBytes: 65_536 }, ({ header, body }) => {
 *   if (!isSame(header('x-secret') ?? '', secret)) return refuseCallback('unauthenticated');
 *   const messageId = textOf(parseJson(body), 'id');
 *   if (messageId === null) return refuseCallback('malformed');
 *   return verified([{ providerId: 'acme', messageId, status: 'delivered', atMs: null, failure: null }]);
 * });
 */
export function defineReceiptParser(
  { providerId, maxBodyBytes, methods = ['POST'] }: ReceiptTraits,
  read: (callback: Callback) => DeliveryReportOutcome | Promise<DeliveryReportOutcome>,
): DeliveryReportParser {
  return Object.freeze<DeliveryReportParser>({
    specificationVersion: 'v1',
    kind: 'delivery-report-parser',
    providerId,
    async parse(request) {
      const callback = readCallback(request, maxBodyBytes);
      const isReadable = callback !== null && methods.some((method) => method === callback.method);
      return isReadable ? await read(callback) : refuseCallback('malformed');
    },
  });
}

/**
 * What a vendor's words say of a message. A word that is not here is no reason to have a receipt
 * sent again and again.
 *
 * @example
 * const STATUSES = statusTable({ 'in-transit': ['sent'], delivered: ['delivered'], undelivered: ['failed'] });
 */
export function statusTable(
  words: Readonly<Record<DeliveryReport['status'], readonly string[]>>,
): ReadonlyMap<unknown, DeliveryReport['status']> {
  const statuses = ['in-transit', 'delivered', 'undelivered'] as const;
  return new Map(statuses.flatMap((status) => words[status].map((word) => [word, status] as const)));
}

/**
 * A time of ISO 8601 in milliseconds since the epoch; `null` for anything else.
 *
 * @param assumedZone that of a time that names none, which is no time where this is left out
 */
export function readTime(value: unknown, assumedZone = ''): number | null {
  const [, time, zone = assumedZone] = (typeof value === 'string' ? TIME.exec(value) : null) ?? [];
  const timeMs = zone === '' ? Number.NaN : Date.parse(`${time}${zone}`.replace(' ', 'T'));
  return Number.isNaN(timeMs) ? null : timeMs;
}

const TIME = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)?$/;

/** Compares without telling by its time how much is alike. Digests are compared, as they have one length. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** What stands behind the first question mark of an address, whole or relative. */
export function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : (url.slice(start + 1).split('#')[0] ?? '');
}

/** Cut out rather than parsed: a URL parser would write it anew, and a signature covers what was written. */
function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
  return path === '' ? '/' : path;
}

function readHeader(headers: object, name: string): string | null {
  const value = Object.hasOwn(headers, name) ? readFields(headers, [name])[name] : undefined;
  return typeof value === 'string' && value.length <= MAX_HEADER_LENGTH ? value : null;
}

function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}
