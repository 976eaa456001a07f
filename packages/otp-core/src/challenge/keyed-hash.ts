import { createHmac } from 'node:crypto';

/**
 * HMAC-SHA-256 over fields, each preceded by its length: no two lists of fields hash the same input,
 * whatever characters a tenant or a purpose is made of.
 */
export function keyedHash(key: Buffer, ...fields: readonly string[]): Buffer {
  const hmac = createHmac('sha256', key);
  for (const field of fields) hmac.update(`${Buffer.byteLength(field)}:`).update(field);
  return hmac.digest();
}

/** The first 128 bits as 22 characters: short keys for the stores, no chance of a collision that matters. */
export function keyedName(key: Buffer, ...fields: readonly string[]): string {
  return keyedHash(key, ...fields).toString('base64url', 0, 16);
}
