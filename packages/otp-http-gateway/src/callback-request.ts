/** A callback as it arrived, read once: what reaches a parser may be anything. */
export interface CallbackRequest {
  readonly method: 'GET' | 'POST';
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
  /** `null` where there is none, or one that is longer than any of ours. */
  header(name: string): string | null;
}

const MAX_BODY_BYTES = 262_144;
const MAX_URL_LENGTH = 8_192;

/** `null` where it is no request, or none that a gateway makes. */
export function readCallbackRequest(request: unknown): CallbackRequest | null {
  const { method, url, headers, body } = request as Readonly<Record<string, unknown>>;
  if ((method !== 'GET' && method !== 'POST') || typeof url !== 'string' || url.length > MAX_URL_LENGTH) return null;
  if (!(body instanceof Uint8Array) || body.length > MAX_BODY_BYTES) return null;
  if (typeof headers !== 'object' || headers === null) return null;
  return { method, query: new URLSearchParams(queryOf(url)), body, header: (name) => readHeader(headers, name) };
}

function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : (url.slice(start + 1).split('#')[0] ?? '');
}

function readHeader(headers: object, name: string): string | null {
  const value: unknown = Object.hasOwn(headers, name) ? (headers as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' && value.length <= 4_096 ? value : null;
}
