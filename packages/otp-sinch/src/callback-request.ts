/** A callback as it arrived, read once: what reaches a parser may be anything. */
import { readMember } from './read-call.ts';

export interface CallbackRequest {
  readonly method: string;
  /** With its leading slash; without host and query, and exactly as it was sent. */
  readonly path: string;
  readonly body: Uint8Array;
  /** `null` where there is none, or where it holds what no header can. */
  header(name: string): string | null;
}

/** Sinch's callbacks have less than 2 kB; a report of type `full` a little more. */
const MAX_BODY_BYTES = 65_536;

/** `null` where it is no request, or one with more than any callback has. */
export function readCallbackRequest(request: unknown): CallbackRequest | null {
  const method = readMember(request, 'method');
  const url = readMember(request, 'url');
  const body = readMember(request, 'body');
  const headers = readMember(request, 'headers');
  if (typeof method !== 'string' || typeof url !== 'string' || !(body instanceof Uint8Array)) return null;
  if (method.length > 16 || url.length > 4_096 || body.byteLength > MAX_BODY_BYTES) return null;
  if (typeof headers !== 'object' || headers === null) return null;
  return { method: method.toUpperCase(), path: pathOf(url), body, header: (name) => readHeader(headers, name) };
}

/** Cut out rather than parsed: a URL parser would write it anew, and the signature covers what was written. */
function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
  return path === '' ? '/' : path;
}

function readHeader(headers: object, name: string): string | null {
  if (!Object.hasOwn(headers, name)) return null;
  const value = readMember(headers, name);
  return typeof value === 'string' && value.length <= 1_024 && /^[\x20-\x7e]*$/.test(value) ? value : null;
}
