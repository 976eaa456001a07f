import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyRing } from './key-ring.ts';

const SECRET = 'a secret of the tests, 32 bytes and more';
const OTHER = 'another secret of the tests, 32 bytes and more';

function keysOf(ring: ReturnType<typeof createKeyRing>): string[] {
  const { codeKey, digestKey, handleKey } = ring.current;
  return [codeKey, digestKey, handleKey, ring.subjectKey, ring.requestKey, ring.limitKey].map((key) =>
    key.toString('hex'),
  );
}

describe('createKeyRing', () => {
  it('derives a key of its own for each use, even of one secret', () => {
    const keys = keysOf(createKeyRing([SECRET], SECRET));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => key.length === 64)).toBe(true);
  });

  it('derives each by HKDF-SHA-256 under the name of its use: codes, handles and counters survive an upgrade', () => {
    const uses = ['code', 'digest', 'handle', 'subject', 'request', 'limit'];
    const derived = uses.map((use) => Buffer.from(hkdfSync('sha256', SECRET, 'countersign v1', use, 32)));
    const ring = createKeyRing([SECRET], SECRET);
    expect(keysOf(ring)).toEqual(derived.map((key) => key.toString('hex')));
    const idKey = Buffer.from(hkdfSync('sha256', SECRET, 'countersign v1', 'key-id', 32));
    expect(ring.current.keyId).toBe(createHmac('sha256', idKey).digest('base64url').slice(0, 6));
  });

  it('needs a secret', () => {
    expect(() => createKeyRing([], SECRET)).toThrow('A key ring needs a secret.');
  });

  it('derives the same keys in every process, and others from another secret', () => {
    expect(keysOf(createKeyRing([SECRET], SECRET))).toEqual(keysOf(createKeyRing([SECRET], SECRET)));
    const others = new Set(keysOf(createKeyRing([OTHER], OTHER)));
    expect(keysOf(createKeyRing([SECRET], SECRET)).some((key) => others.has(key))).toBe(false);
  });

  it('finds each secret by an id that is none of its keys, the newest being current', () => {
    const ring = createKeyRing([OTHER, SECRET], SECRET);
    expect(ring.all).toHaveLength(2);
    expect(ring.current).toBe(ring.all[0]);
    for (const keys of ring.all) {
      expect(ring.find(keys.keyId)).toBe(keys);
      expect(keys.keyId).toMatch(/^[A-Za-z0-9_-]{6}$/);
    }
    expect(ring.find('absent')).toBeUndefined();
  });

  it('keeps the names of records through a rotation', () => {
    expect(createKeyRing([OTHER, SECRET], SECRET).subjectKey).toEqual(createKeyRing([SECRET], SECRET).subjectKey);
  });

  it('has a key for every hour, the same in every process, whatever hours were asked for before', () => {
    const [ring, other] = [createKeyRing([SECRET], SECRET), createKeyRing([SECRET], SECRET)];
    const hours = [7, 8, 9, 7, 8, 9, 7, 9, 0, 2 ** 32 - 1];
    const keys = hours.map((hour) => ring.current.handleKeyOf(hour).toString('hex'));
    expect(keys).toEqual(hours.map((hour) => other.current.handleKeyOf(hour).toString('hex')));
    expect(new Set(keys).size).toBe(new Set(hours).size);
    expect(keys).not.toContain(ring.current.handleKey.toString('hex'));
    expect(createKeyRing([OTHER], SECRET).current.handleKeyOf(7)).not.toEqual(ring.current.handleKeyOf(7));
  });
  it('derives the key of an hour by HMAC-SHA-256 of its name: handles in flight survive an upgrade', () => {
    const { handleKey, handleKeyOf } = createKeyRing([SECRET], SECRET).current;
    expect(handleKeyOf(7)).toEqual(createHmac('sha256', handleKey).update('4:hour1:7').digest());
  });

  it('keeps the keys of an hour and the one before, and of no further one', () => {
    const { handleKeyOf } = createKeyRing([SECRET], SECRET).current;
    const [seven, eight] = [handleKeyOf(7), handleKeyOf(8)];
    expect(handleKeyOf(7)).toBe(seven);
    expect(handleKeyOf(8)).toBe(eight);
    handleKeyOf(9);
    expect(handleKeyOf(8)).toBe(eight);
    expect(handleKeyOf(7)).not.toBe(seven);
    expect(handleKeyOf(7)).toEqual(seven);
  });
});
