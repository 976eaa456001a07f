import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares without telling by its time how much is alike. Digests are compared, as they have one length. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}
