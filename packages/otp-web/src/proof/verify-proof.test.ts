import { OtpConfigurationError, OtpStoreError } from '@countersign/otp-core';
import { createMemoryOnceStore } from '@countersign/otp-core/memory';
import type { ClaimOutcome, OnceStore } from '@countersign/otp-core/spec';
import fc from 'fast-check';
import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ProofKey, type VerifyProofOptions, verifyProof } from '../index.ts';
import {
  AUDIENCE,
  clockAt,
  createJwk,
  decodePart,
  encodePart,
  type Forgery,
  forge,
  PROVEN_AT_MS,
  proofOf,
  publicHalf,
  SECRET,
} from '../test-support/proofs.ts';
import { PHONE_NUMBER, VERIFIED } from '../test-support/scripted-engine.ts';

const OTHER_SECRET = 'another-secret-of-at-least-32-bytes';
const ES256 = await createJwk('ES256');
const EDDSA = await createJwk('EdDSA');

function read(token: unknown, options: Partial<VerifyProofOptions> = {}) {
  const usual = { key: SECRET, audience: AUDIENCE, purpose: 'default', clock: clockAt(PROVEN_AT_MS + 1000) };
  return verifyProof(token, { ...usual, ...options });
}

async function reasonOf(token: unknown, options: Partial<VerifyProofOptions> = {}): Promise<string> {
  const result = await read(token, options);
  return result.ok ? 'ok' : result.reason;
}

afterEach(() => {
  vi.useRealTimers();
});

describe('verifyProof', () => {
  it.each<[what: string, signing: ProofKey, verifying: ProofKey]>([
    ['a secret', SECRET, SECRET],
    ['a private P-256 key', ES256, ES256],
    ['the public half of a P-256 key', ES256, publicHalf(ES256)],
    ['the public half of an Ed25519 key', EDDSA, publicHalf(EDDSA)],
    ['a key by its newer name', { ...EDDSA, alg: 'Ed25519' }, { ...publicHalf(EDDSA), alg: 'EdDSA', use: 'sig' }],
    ['a key that may only sign', { ...ES256, key_ops: ['sign'], ext: false }, ES256],
  ])('reads by %s what a handler signed', async (_what, signing, verifying) => {
    const proof = await proofOf({ key: signing }, { purpose: 'sign-up', tenant: 'acme' });
    expect(await read(proof, { key: verifying, purpose: 'sign-up', tenant: 'acme' })).toEqual({
      ok: true,
      phoneNumber: PHONE_NUMBER,
      purpose: 'sign-up',
      tenant: 'acme',
      verifiedAt: VERIFIED.verifiedAt,
      id: expect.stringMatching(/^[\w-]{36}$/),
    });
  });

  it('takes a proof as often as it comes where there is no store', async () => {
    const proof = await proofOf();
    expect([await reasonOf(proof), await reasonOf(proof)]).toEqual(['ok', 'ok']);
  });

  it.each<[reason: string, options: Partial<VerifyProofOptions>]>([
    ['wrong-audience', { audience: `${AUDIENCE}/` }],
    ['wrong-audience', { audience: 'https://app.example' }],
    ['wrong-purpose', { purpose: 'sign-in' }],
    ['wrong-purpose', { purpose: 'Default' }],
    ['wrong-tenant', { tenant: 'acme' }],
    ['wrong-signature', { key: OTHER_SECRET }],
    ['wrong-algorithm', { key: ES256 }],
    ['wrong-algorithm', { key: [ES256, EDDSA] }],
    ['wrong-signature', { key: [ES256, OTHER_SECRET] }],
    ['expired', { clock: clockAt(PROVEN_AT_MS + 300_000) }],
    ['expired', { clock: clockAt(PROVEN_AT_MS + 86_400_000) }],
    ['not-yet-valid', { clock: clockAt(PROVEN_AT_MS - 60_001) }],
    ['ok', { clock: clockAt(PROVEN_AT_MS + 299_999) }],
    ['ok', { clock: clockAt(PROVEN_AT_MS - 60_000) }],
  ])('says %s to a proof of a secret when asked with %o', async (reason, options) => {
    expect(await reasonOf(await proofOf(), options)).toBe(reason);
  });

  it('takes the proof of another tenant for none, the default one included', async () => {
    const proof = await proofOf({}, { tenant: 'acme' });
    expect(await reasonOf(proof)).toBe('wrong-tenant');
    expect(await reasonOf(proof, { tenant: 'globex' })).toBe('wrong-tenant');
  });

  it('has no proof outlive its ttlSeconds', async () => {
    const proof = await proofOf({ ttlSeconds: 1 });
    expect(await reasonOf(proof, { clock: clockAt(PROVEN_AT_MS + 999) })).toBe('ok');
    expect(await reasonOf(proof, { clock: clockAt(PROVEN_AT_MS + 1000) })).toBe('expired');
  });

  describe('the algorithm', () => {
    const header = (alg: string) => encodePart({ alg, typ: 'countersign-proof+jwt' });

    it.each(['none', 'None', 'HS384', 'HS512', 'RS256', 'PS256', 'ES256', 'EdDSA', 'A256GCM', ''])(
      'of a secret is not %j, whatever the header says',
      async (alg) => {
        const [, payload, signature] = (await proofOf()).split('.');
        for (const each of [signature, '', encodePart('x'.repeat(32))]) {
          const reason = await reasonOf(`${header(alg)}.${payload}.${each}`);
          expect(reason).toBe(alg === '' ? 'malformed' : 'wrong-algorithm');
        }
      },
    );

    it('of a secret is not HS512, however well it is signed', async () => {
      expect(await reasonOf(await forge({ header: { alg: 'HS512' } }))).toBe('wrong-algorithm');
    });

    it.each([
      ['its JSON', JSON.stringify(publicHalf(ES256))],
      ['its x', `${ES256.x}`],
      ['its x and y', `${ES256.x}${ES256.y}`],
    ])('of a public key is not HS256 with %s for the secret', async (_what, secret) => {
      const forged = await forge({ secret });
      expect(await reasonOf(forged, { key: publicHalf(ES256) })).toBe('wrong-algorithm');
      expect(await reasonOf(forged, { key: [publicHalf(ES256), SECRET] })).toBe('wrong-signature');
    });

    it('is never RSA', async () => {
      const { privateKey } = await generateKeyPair('RS256');
      const forged = await new SignJWT(decodePart(await proofOf(), 1))
        .setProtectedHeader({ alg: 'RS256', typ: 'countersign-proof+jwt' })
        .sign(privateKey);
      for (const key of [SECRET, ES256, EDDSA]) expect(await reasonOf(forged, { key })).toBe('wrong-algorithm');
    });
  });

  describe('a token that was tampered with', () => {
    it('is wrong by its signature, whatever was changed', async () => {
      for (const key of [SECRET, ES256, EDDSA]) {
        const [header, payload, signature] = (await proofOf({ key })).split('.');
        const other = encodePart({ ...decodePart(`.${payload}`, 1), sub: '+14155550199' });
        expect(await reasonOf(`${header}.${other}.${signature}`, { key })).toBe('wrong-signature');
        expect(await reasonOf(`${header}.${payload}.${encodePart('x'.repeat(64))}`, { key })).toBe('wrong-signature');
        expect(await reasonOf(`${header}.${payload}.`, { key })).toBe('wrong-signature');
      }
    });

    it('is never taken and never throws, at whatever place it was changed', async () => {
      const proof = await proofOf();
      await fc.assert(
        fc.asyncProperty(
          fc.nat(proof.length - 2),
          fc.constantFrom('A', 'z', '.', '', ' ', '\u0000'),
          async (at, by) => {
            const changed = proof.slice(0, at) + by + proof.slice(at + 1);
            if (changed === proof) return;
            expect((await read(changed)).ok).toBe(false);
          },
        ),
        { numRuns: 300 },
      );
    });
  });

  it.each<[what: string, token: unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['a list', [['a.b.c']]],
    ['an object', { toString: () => 'a.b.c' }],
    ['an empty string', ''],
    ['no token', 'a.b.c'],
    ['two parts', 'a.b'],
    ['what is too long', `${'a'.repeat(5_000)}.b.c`],
    ['a header that is no object', `${encodePart('[]')}.${encodePart({})}.`],
  ])('says malformed to %s', async (_what, token) => {
    expect(await reasonOf(token)).toBe('malformed');
  });

  it('takes any text for no proof', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()), async (token) => {
        expect((await read(token)).ok).toBe(false);
      }),
    );
  });

  it.each<[what: string, forgery: Forgery]>([
    ['a session of the same key', { header: { typ: 'JWT' } }],
    ['a token without a type', { header: { typ: undefined } }],
    ['one that asks for what nobody knows', { header: { crit: ['x'], x: true }, extensions: { x: true } }],
    ['one without an end', { claims: { exp: undefined } }],
    ['one without a beginning', { claims: { iat: undefined } }],
    ['one that lives for years', { claims: { exp: PROVEN_AT_MS / 1000 + 86_401 } }],
    ['one without an id', { claims: { jti: undefined } }],
    ['one with an id that is no key', { claims: { jti: '{}'.repeat(20) } }],
    ['one with a short id', { claims: { jti: '1' } }],
    ['one without a number', { claims: { sub: undefined } }],
    ['one without a purpose', { claims: { purpose: undefined } }],
    ['one whose purpose is a list', { claims: { purpose: ['default'] } }],
    ['one without a tenant', { claims: { tenant: undefined } }],
  ])('says malformed to %s, though it is well signed', async (_what, forgery) => {
    expect(await reasonOf(await forge())).toBe('ok');
    expect(await reasonOf(await forge(forgery))).toBe('malformed');
  });

  it('minds a nbf and another aud of who signs by other means', async () => {
    expect(await reasonOf(await forge({ claims: { nbf: PROVEN_AT_MS / 1000 + 10 } }))).toBe('not-yet-valid');
    expect(await reasonOf(await forge({ claims: { aud: undefined } }))).toBe('wrong-audience');
    expect(await reasonOf(await forge({ claims: { aud: [`${AUDIENCE}/`] } }))).toBe('wrong-audience');
  });

  describe('keys in a list', () => {
    it('sign by the first and verify by all, so that a rotation loses no proof', async () => {
      const former = await proofOf({ key: SECRET });
      const next = await proofOf({ key: [ES256, SECRET] });
      expect(decodePart(next, 0)).toMatchObject({ alg: 'ES256' });
      for (const proof of [former, next])
        expect(await reasonOf(proof, { key: [publicHalf(ES256), SECRET] })).toBe('ok');
      expect(await reasonOf(former, { key: ES256 })).toBe('wrong-algorithm');
      expect(await reasonOf(next, { key: SECRET })).toBe('wrong-algorithm');
    });

    it('of one kind are told apart', async () => {
      const proof = await proofOf({ key: OTHER_SECRET });
      expect(await reasonOf(proof, { key: [SECRET, OTHER_SECRET] })).toBe('ok');
      expect(await reasonOf(proof, { key: [SECRET, `${OTHER_SECRET}.`] })).toBe('wrong-signature');
    });
  });

  describe('with a once store', () => {
    it('takes a proof once, and another proof of the same number too', async () => {
      const once = createMemoryOnceStore();
      const [first, second] = [await proofOf(), await proofOf()];
      const reasons = await Promise.all([first, first, first, second].map((each) => reasonOf(each, { once })));
      expect(reasons.sort()).toEqual(['ok', 'ok', 'used', 'used']);
      expect(await reasonOf(first, { once })).toBe('used');
    });

    it('uses up nothing that it refuses for another reason', async () => {
      const once = createMemoryOnceStore();
      const proof = await proofOf();
      const wrong = [
        { audience: 'b' },
        { purpose: 'b' },
        { tenant: 'b' },
        { key: OTHER_SECRET },
        { clock: clockAt(PROVEN_AT_MS - 90_000) },
      ];
      for (const options of wrong) expect(await reasonOf(proof, { once, ...options })).toMatch(/^(?:wrong|not)-/);
      expect(await reasonOf(proof, { once })).toBe('ok');
      expect(await reasonOf(proof, { once, tenant: 'acme' })).toBe('wrong-tenant');
    });

    it('remembers a proof until no clock within a minute takes it any more', async () => {
      const once = createMemoryOnceStore();
      const proof = await proofOf();
      expect(await reasonOf(proof, { once, clock: clockAt(PROVEN_AT_MS + 299_999) })).toBe('ok');
      // The store's time goes on while this process still takes the proof.
      const behind = {
        ...once,
        claim: (input: Parameters<OnceStore['claim']>[0]) => once.claim({ ...input, nowMs: PROVEN_AT_MS + 359_000 }),
      };
      expect(await reasonOf(proof, { once: behind, clock: clockAt(PROVEN_AT_MS + 299_000) })).toBe('used');
    });

    it('asks by the store’s own clock, with nothing of the number', async () => {
      const claims: unknown[] = [];
      const once: OnceStore = {
        ...createMemoryOnceStore(),
        claim: async (input) => {
          claims.push(input);
          return { status: 'claimed', token: 't' };
        },
      };
      const proof = await proofOf({}, { verifiedAt: new Date() });
      expect(await reasonOf(proof, { once, clock: undefined })).toBe('ok');
      const key = `proof:${decodePart(proof, 1).jti}`;
      expect(claims).toEqual([{ key, nowMs: null, ttlMs: expect.any(Number), holdMs: expect.any(Number) }]);
    });

    it.each<ClaimOutcome>([
      { status: 'under-way', retryAtMs: PROVEN_AT_MS },
      { status: 'done', value: null },
      { status: 'done', value: 'taken' },
    ])('says used to a proof of which the store says %o', async (outcome) => {
      const once: OnceStore = { ...createMemoryOnceStore(), claim: async () => outcome };
      expect(await reasonOf(await proofOf(), { once })).toBe('used');
    });

    const NUMBERS_AND_ADDRESSES = 'at redis.internal:6379 for +14155550123';
    it.each<[what: string, claim: () => Promise<ClaimOutcome>, code: string]>([
      [
        'is down',
        () => Promise.reject(new OtpStoreError('OTP_STORE_UNAVAILABLE', NUMBERS_AND_ADDRESSES, 'READONLY')),
        'OTP_STORE_UNAVAILABLE',
      ],
      ['is full', () => Promise.reject(new OtpStoreError('OTP_STORE_FULL', NUMBERS_AND_ADDRESSES)), 'OTP_STORE_FULL'],
      ['throws what it likes', () => Promise.reject(new Error(NUMBERS_AND_ADDRESSES)), 'OTP_STORE_UNAVAILABLE'],
      ['answers nonsense', async () => ({ status: 'yes' }) as unknown as ClaimOutcome, 'OTP_STORE_UNAVAILABLE'],
      ['answers nothing', async () => undefined as unknown as ClaimOutcome, 'OTP_STORE_UNAVAILABLE'],
    ])('takes no proof while it %s', async (_what, claim, code) => {
      const once: OnceStore = { ...createMemoryOnceStore(), claim };
      const error: unknown = await read(await proofOf(), { once }).catch((thrown: unknown) => thrown);
      expect(OtpStoreError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ code });
      expect(`${error}`).not.toMatch(/redis|4155550123/);
    });

    it('takes no proof, and waits no longer than two seconds, while it hangs', async () => {
      const proof = await proofOf();
      await read(proof);
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      let isAsked = false;
      const once: OnceStore = {
        ...createMemoryOnceStore(),
        claim: () => {
          isAsked = true;
          return new Promise(() => {});
        },
      };
      const reading = read(proof, { once }).catch((error: unknown) => error);
      while (!isAsked) await new Promise((resolve) => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await reading).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    });

    it('is good for another try where the store took it too late', async () => {
      const proof = await proofOf();
      await read(proof);
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const memory = createMemoryOnceStore();
      let answer: (() => void) | undefined;
      const slow: OnceStore = {
        ...memory,
        async claim(input) {
          const outcome = await memory.claim(input);
          await new Promise<void>((resolve) => {
            answer = resolve;
          });
          return outcome;
        },
      };
      const reading = read(proof, { once: slow }).catch((error: unknown) => error);
      while (answer === undefined) await new Promise((resolve) => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await reading).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
      answer();
      await new Promise((resolve) => setImmediate(resolve));
      expect(await reasonOf(proof, { once: memory })).toBe('ok');
      expect(await reasonOf(proof, { once: memory })).toBe('used');
    });
  });

  describe('its options', () => {
    async function problemsOf(options: unknown): Promise<string[]> {
      const error: unknown = await verifyProof('a.b.c', options as VerifyProofOptions).catch(
        (thrown: unknown) => thrown,
      );
      if (!OtpConfigurationError.isInstance(error)) throw new Error(`expected a configuration error, got ${error}`);
      expect(error.message).toContain('verifyProof');
      return error.problems.map(({ option }) => option);
    }

    it('are all named that are wrong, and no key is repeated', async () => {
      const options = {
        key: 'too-short-a-key',
        audience: '',
        purpose: 'a b',
        tenant: 7,
        once: {},
        clock: 1,
        audiences: [],
      };
      expect((await problemsOf(options)).sort()).toEqual(Object.keys(options).sort());
      await expect(verifyProof('', options as never)).rejects.not.toThrow('too-short-a-key');
    });

    it.each([undefined, null, 'key', []])('are not %j', async (options) => {
      expect(await problemsOf(options)).toEqual(['options', 'key', 'audience', 'purpose']);
    });

    it.each<[what: string, key: unknown, option: string]>([
      ['none', [], 'key'],
      ['too many', Array(17).fill(SECRET), 'key'],
      ['a number', 7, 'key'],
      ['31 bytes', 'x'.repeat(31), 'key'],
      ['bytes', new Uint8Array(32), 'key'],
      ['a P-384 key', { ...ES256, crv: 'P-384' }, 'key'],
      ['an RSA key', { kty: 'RSA', n: 'a', e: 'AQAB' }, 'key'],
      ['a shared secret as a JWK', { kty: 'oct', k: 'a' }, 'key'],
      ['the kind of another curve', { ...EDDSA, kty: 'EC' }, 'key'],
      ['a key without y', { ...ES256, y: undefined }, 'key'],
      ['a key with half an x', { ...EDDSA, x: `${EDDSA.x}`.slice(1) }, 'key'],
      ['a key with half a d', { ...EDDSA, d: '' }, 'key'],
      ['a key for encryption', { ...EDDSA, use: 'enc' }, 'key'],
      ['a key for another algorithm', { ...EDDSA, alg: 'ES256' }, 'key'],
      ['a key with a name that is none', { ...EDDSA, kid: '' }, 'key'],
      ['a list with one that is wrong', [SECRET, 'short'], 'key.1'],
    ])('have a key that is not %s', async (_what, key, option) => {
      expect(await problemsOf({ key, audience: AUDIENCE, purpose: 'default' })).toEqual([option]);
    });

    it('take 32 bytes in any script, and a point off its curve for no key', async () => {
      expect(await reasonOf(await proofOf({ key: 'ключ-в-32-байта-ровно' }), { key: 'ключ-в-32-байта-ровно' })).toBe(
        'ok',
      );
      const proof = await proofOf({ key: ES256 });
      const error: unknown = await read(proof, { key: { ...publicHalf(ES256), y: ES256.x ?? '' } }).catch(
        (e: unknown) => e,
      );
      expect(OtpConfigurationError.isInstance(error)).toBe(true);
      expect(`${error}`).not.toContain(`${ES256.x}`);
    });
  });
});
