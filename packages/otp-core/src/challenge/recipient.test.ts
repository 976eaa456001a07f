import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyRing } from './key-ring.ts';
import { apparentNumberOf, challengeIdOfRequest, decoyRecipient, subjectOf } from './recipient.ts';

const SECRET = 'a secret of the tests, 32 bytes and more';
const keys = createKeyRing([SECRET], SECRET);
const number = { kind: 'number', phoneNumber: '+14155550123' } as const;

/** The rule in the words of any cryptographic library: what is kept under a name is found by the next release too. */
function nameUnder(use: 'subject' | 'request', framed: string): string {
  const key = Buffer.from(hkdfSync('sha256', SECRET, 'countersign v1', use, 32));
  return createHmac('sha256', key).update(framed).digest('base64url').slice(0, 22);
}

describe('decoyRecipient', () => {
  it('is named by tenant and account, and tells neither', () => {
    expect(decoyRecipient(keys, 'acme', 'nobody')).toEqual({
      kind: 'decoy',
      name: nameUnder('request', '5:decoy4:acme6:nobody'),
    });
  });
});

describe('subjectOf', () => {
  it('names the record of a number by tenant and number', () => {
    expect(subjectOf(keys, 'acme', number)).toBe(nameUnder('subject', '6:number4:acme12:+14155550123'));
  });

  it('names the record of a number without an account by the same', () => {
    const decoy = { kind: 'decoy-number', phoneNumber: number.phoneNumber } as const;
    expect(subjectOf(keys, 'acme', decoy)).toBe(subjectOf(keys, 'acme', number));
  });

  it('gives a decoy that is no number a record that no number can have, even one called like it', () => {
    const decoy = { kind: 'decoy', name: number.phoneNumber } as const;
    expect(subjectOf(keys, 'acme', decoy)).toBe(nameUnder('subject', '5:decoy4:acme12:+14155550123'));
    expect(subjectOf(keys, 'acme', decoy)).not.toBe(subjectOf(keys, 'acme', number));
  });
});

describe('apparentNumberOf', () => {
  it('is the number of a number, with an account or without', () => {
    expect(apparentNumberOf(keys, number)).toBe('+14155550123');
    expect(apparentNumberOf(keys, { ...number, kind: 'decoy-number' })).toBe('+14155550123');
  });

  it('is ten digits of nobody for a decoy, the same every time, its last two differing from decoy to decoy', () => {
    const apparent = Array.from({ length: 500 }, (_, index) => decoyRecipient(keys, 'acme', `nobody ${index}`)).map(
      (decoy) => [apparentNumberOf(keys, decoy), apparentNumberOf(keys, decoy)] as const,
    );
    for (const [first, again] of apparent) {
      expect(first).toMatch(/^\+19999999[0-9]{2}$/);
      expect(again).toBe(first);
    }
    expect(new Set(apparent.map(([first]) => first)).size).toBeGreaterThan(90);
  });

  it('draws those digits from a hash of its own, so that they tell nothing of any other name', () => {
    const key = Buffer.from(hkdfSync('sha256', SECRET, 'countersign v1', 'request', 32));
    const draw = createHmac('sha256', key).update('12:decoy-digits6:nobody').digest().readUInt32BE();
    const digits = String(draw % 100).padStart(2, '0');
    expect(apparentNumberOf(keys, { kind: 'decoy', name: 'nobody' })).toBe(`+19999999${digits}`);
  });
});

describe('challengeIdOfRequest', () => {
  it('maps number, purpose and idempotency key to one challenge', () => {
    const id = nameUnder('request', '11:idempotency7:subject5:login4:once');
    expect(challengeIdOfRequest(keys, 'subject', 'login', 'once')).toBe(id);
  });
});
