import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyedHash, keyedName } from './keyed-hash.ts';

const key = Buffer.from('a key of the tests');

describe('keyedHash', () => {
  it('is HMAC-SHA-256 over the fields, each preceded by its length', () => {
    const framed = createHmac('sha256', key).update('4:acme0:12:+14155550123').digest();
    expect(keyedHash(key, 'acme', '', '+14155550123')).toEqual(framed);
  });
});

describe('keyedName', () => {
  it('is the first 22 characters of that hash', () => {
    const hash = keyedHash(key, 'acme', '+14155550123').toString('base64url');
    expect(keyedName(key, 'acme', '+14155550123')).toBe(hash.slice(0, 22));
  });
});
