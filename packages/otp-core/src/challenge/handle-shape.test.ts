/** What an eavesdropper, a proxy or a typing error makes of a handle is told apart from one of another secret. */
import { describe, expect, it } from 'vitest';
import { MAXIMUM_HANDLE_LENGTH, openHandle } from './handle.ts';
import { createKeyRing } from './key-ring.ts';

const SECRET = 'a secret of the tests, 32 bytes and more';
const keys = createKeyRing([SECRET], SECRET);
/** Version, key id and hour, nonce, tag: nothing is sealed between them. */
const EMPTY_HANDLE_BYTES = 11 + 12 + 16;

function handleOf(byteLength: number): string {
  return Buffer.alloc(byteLength, 1).toString('base64url');
}

describe('openHandle', () => {
  it('takes what is too short to hold anything for malformed, and one byte more for foreign', () => {
    expect(openHandle(keys, handleOf(EMPTY_HANDLE_BYTES))).toEqual({ status: 'malformed' });
    expect(openHandle(keys, handleOf(EMPTY_HANDLE_BYTES + 1))).toEqual({ status: 'foreign' });
  });

  it('takes up to 1,024 characters for a handle, and more for none whatever they spell', () => {
    expect(openHandle(keys, 'A'.repeat(MAXIMUM_HANDLE_LENGTH))).toEqual({ status: 'foreign' });
    expect(openHandle(keys, 'A'.repeat(MAXIMUM_HANDLE_LENGTH + 4))).toEqual({ status: 'malformed' });
  });
});
