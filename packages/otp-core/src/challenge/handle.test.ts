import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type HandleFields, MAXIMUM_HANDLE_LENGTH, openHandle, sealHandle } from './handle.ts';
import { createKeyRing } from './key-ring.ts';

const SECRET = 'a secret of the tests, 32 bytes and more';
const OTHER = 'another secret of the tests, 32 bytes and more';
const keys = createKeyRing([SECRET], SECRET);
/** Version, key id and hour, the same in every handle that a secret seals within an hour. */
const SHARED_CHARACTERS = 15;

const HOUR_MS = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

const fields: HandleFields = {
  subject: 'a-subject-of-22-letter',
  recipient: { kind: 'number', phoneNumber: '+14155550123' },
  tenant: 'default',
  purpose: 'login',
  challengeId: 'AAAAAAAAAAAAAAAAAAAAAA',
  codeLength: 6,
  providerId: 'sender',
  origin: { kind: 'own' },
  expiresAtMs: 1_900_000_000_000,
};

const scopeName = fc.stringMatching(/^[\x21-\x7e]{1,64}$/);
const anyFields: fc.Arbitrary<HandleFields> = fc.record({
  recipient: fc.oneof(
    fc.stringMatching(/^[1-9][0-9]{6,14}$/).map((digits) => ({ kind: 'number', phoneNumber: `+${digits}` }) as const),
    fc
      .stringMatching(/^[1-9][0-9]{6,14}$/)
      .map((digits) => ({ kind: 'decoy-number', phoneNumber: `+${digits}` }) as const),
    fc.stringMatching(/^[A-Za-z0-9_-]{22}$/).map((name) => ({ kind: 'decoy', name }) as const),
  ),
  tenant: scopeName,
  purpose: scopeName,
  subject: fc.stringMatching(/^[A-Za-z0-9_-]{22}$/),
  challengeId: fc.stringMatching(/^[A-Za-z0-9_-]{22}$/),
  codeLength: fc.integer({ min: 4, max: 10 }),
  providerId: fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  origin: fc.oneof(
    fc.constant({ kind: 'own' } as const),
    fc
      .option(fc.stringMatching(/^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/))
      .map((reference) => ({ kind: 'provider', reference }) as const),
  ),
  expiresAtMs: fc.integer({ min: 0, max: 9_999_999_999_999 }),
});

describe('sealHandle', () => {
  it('keeps every field, in at most 1,024 characters', () => {
    fc.assert(
      fc.property(anyFields, (each) => {
        const handle = sealHandle(keys, each);
        expect(handle.length).toBeLessThanOrEqual(MAXIMUM_HANDLE_LENGTH);
        expect(handle).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(openHandle(keys, handle)).toEqual({ status: 'opened', fields: each });
      }),
    );
  });

  it('never writes the same handle twice, and shows nothing of what it holds', () => {
    const handles = Array.from({ length: 100 }, () => sealHandle(keys, fields));
    expect(new Set(handles).size).toBe(100);
    for (const handle of handles)
      expect(Buffer.from(handle, 'base64url').toString('latin1')).not.toContain('4155550123');
  });

  it('names the hour whose key it is sealed under, and is opened whatever the hour is then', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const hours = [0, 1, 2, 3, 500_000, 2_399_999_999];
    const handles = hours.map((hour) => {
      vi.setSystemTime(hour * HOUR_MS + 1);
      return sealHandle(keys, fields);
    });
    expect(handles.map((handle) => Buffer.from(handle, 'base64url').readUInt32BE(7))).toEqual(hours);
    for (const handle of [...handles, ...handles.toReversed()]) {
      expect(openHandle(createKeyRing([SECRET], SECRET), handle)).toEqual({ status: 'opened', fields });
      expect(openHandle(keys, handle)).toEqual({ status: 'opened', fields });
    }
  });

  it('is as long for a decoy as for a number, with a reference of any length or without', () => {
    const recipients = [
      { kind: 'number', phoneNumber: '+1234567' },
      { kind: 'number', phoneNumber: '+123456789012345' },
      { kind: 'decoy-number', phoneNumber: '+1234567' },
      { kind: 'decoy-number', phoneNumber: '+123456789012345' },
      { kind: 'decoy', name: 'AAAAAAAAAAAAAAAAAAAAAA' },
    ] as const;
    const references = [null, 'V', 'V'.repeat(36), 'V'.repeat(96), 'V'.repeat(128)];
    for (const origins of [
      [{ kind: 'own' } as const],
      references.map((reference) => ({ kind: 'provider', reference }) as const),
    ]) {
      const lengths = recipients.flatMap((recipient) =>
        origins.map((origin) => sealHandle(keys, { ...fields, recipient, origin }).length),
      );
      expect(new Set(lengths).size).toBe(1);
    }
  });
});

describe('openHandle', () => {
  it('opens nothing of another secret, and everything of a previous one', () => {
    const handle = sealHandle(keys, fields);
    expect(openHandle(createKeyRing([OTHER], SECRET), handle)).toEqual({ status: 'foreign' });
    expect(openHandle(createKeyRing([OTHER, SECRET], SECRET), handle).status).toBe('opened');
  });

  it('opens nothing that was changed in any bit', () => {
    const handle = sealHandle(keys, fields);
    fc.assert(
      fc.property(fc.nat({ max: Buffer.from(handle, 'base64url').length * 8 - 1 }), (bit) => {
        const bytes = Buffer.from(handle, 'base64url');
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(openHandle(keys, bytes.toString('base64url')).status).toBe('foreign');
      }),
    );
  });

  it('opens nothing that was cut, lengthened, or glued from two', () => {
    const one = sealHandle(keys, fields);
    const two = sealHandle(keys, { ...fields, recipient: { kind: 'number', phoneNumber: '+447700900456' } });
    fc.assert(
      fc.property(fc.integer({ min: SHARED_CHARACTERS + 1, max: one.length - 1 }), (at) => {
        expect(openHandle(keys, one.slice(0, at)).status).not.toBe('opened');
        const glued = one.slice(0, at) + two.slice(at);
        // The first characters of two nonces, or the last of two tags, can be the same by chance.
        if (glued !== one && glued !== two) expect(openHandle(keys, glued).status).not.toBe('opened');
        expect(openHandle(keys, one + two.slice(0, at)).status).not.toBe('opened');
      }),
    );
  });

  it('takes anything else for malformed or foreign, and throws nothing', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(openHandle(keys, value).status).not.toBe('opened');
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{0,1100}$/), (value) => {
        expect(openHandle(keys, value).status).not.toBe('opened');
      }),
    );
    for (const value of ['', 'a'.repeat(1025), `${sealHandle(keys, fields)}=`, null, 7, {}]) {
      expect(openHandle(keys, value).status).toBe('malformed');
    }
  });
});
