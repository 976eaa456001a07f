/** Turns a client's `Idempotency-Key` into one that only this client can have. */
const VISIBLE_ASCII = /^[\x21-\x7e]{1,256}$/;

/** Whom a key belongs to: a session where there is one, else an address. */
export type KeyOwner = { readonly kind: 'session' | 'address'; readonly id: string };

export function isIdempotencyKey(key: string): boolean {
  return VISIBLE_ASCII.test(key);
}

/**
 * The key the engine gets: SHA-256 over who sent it and what was sent. The same key of someone else is another one,
 * so that guessing a key yields nobody's handle. Each part is led by its length: no two pairs run together the same way.
 */
export async function mixIdempotencyKey(owner: KeyOwner, key: string): Promise<string> {
  const parts = ['countersign idempotency key v1', owner.kind, owner.id, key].map((part) => lengthPrefixed(part));
  const digest = await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function lengthPrefixed(part: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(part);
  const prefixed = new Uint8Array(4 + bytes.byteLength);
  new DataView(prefixed.buffer).setUint32(0, bytes.byteLength);
  prefixed.set(bytes, 4);
  return prefixed;
}
