import { createHmac } from 'node:crypto';

/**
 * HMAC-SHA-256 over fields, each preceded by its length: no two lists of fields hash the same input,
 * whatever characters a tenant or a purpose is made of. One string and one update, as each call into OpenSSL costs
 * more than the hashing.
 */
export function keyedHash(key: Buffer, ...fields: readonly string[]): Buffer {
  return createHmac('sha256', key).update(framed(fields)).digest();
}

/** 132 bits as 22 characters: short keys for the stores, no chance of a collision that matters. */
export function keyedName(key: Buffer, ...fields: readonly string[]): string {
  // Through a buffer, as a slice of a string would keep the whole of it in memory.
  // Stryker disable next-line StringLiteral: the same either way: base64url is ASCII, which every encoding writes alike
  scratch.write(createHmac('sha256', key).update(framed(fields)).digest('base64url'), 'latin1');
  return scratch.toString('latin1', 0, NAME_LENGTH);
}

const NAME_LENGTH = 22;
const scratch = Buffer.alloc(64);

function framed(fields: readonly string[]): string {
  let text = '';
  for (const field of fields) text += `${field.length}:${field}`;
  return text;
}
