import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestCode, digestsOfGuess } from './digest.ts';
import { createKeyRing } from './key-ring.ts';

const SECRET = 'a secret of the tests, 32 bytes and more';
const OTHER = 'another secret of the tests, 32 bytes and more';
const scope = { subject: 'subject', purpose: 'login' };

describe('digestCode', () => {
  it('is a keyed hash of subject, purpose and code, the same in every release: codes in flight survive an upgrade', () => {
    const key = Buffer.from(hkdfSync('sha256', SECRET, 'countersign v1', 'digest', 32));
    const digest = createHmac('sha256', key).update('7:subject5:login6:042817').digest('base64url').slice(0, 22);
    expect(digestCode(createKeyRing([SECRET], SECRET).current, scope, '042817')).toBe(digest);
  });
});

describe('digestsOfGuess', () => {
  it('has one digest for each secret in force, newest first', () => {
    const keys = createKeyRing([OTHER, SECRET], SECRET);
    expect(digestsOfGuess(keys, scope, '042817')).toEqual(keys.all.map((each) => digestCode(each, scope, '042817')));
  });
});
