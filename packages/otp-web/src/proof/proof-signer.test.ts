import { OtpConfigurationError } from '@countersign/otp-core';
import { importJWK, jwtVerify } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import { createOtpRouter } from '../express/index.ts';
import { createOtpHandler, type ProofOptions, type VerifiedNumber, verifyProof } from '../index.ts';
import { createOtpNodeHandler } from '../node/index.ts';
import { expectGuarded, post, readProblem } from '../test-support/http.ts';
import { startExpress, startNode } from '../test-support/node-server.ts';
import {
  AUDIENCE,
  clockAt,
  createJwk,
  decodePart,
  PROVEN_AT_MS,
  proofOf,
  publicHalf,
  SECRET,
} from '../test-support/proofs.ts';
import { createScriptedEngine, PHONE_NUMBER } from '../test-support/scripted-engine.ts';

const CHECK = { challenge: 'a', code: '493027' };
const USUAL: ProofOptions = { key: SECRET, audience: AUDIENCE };
const ES256 = await createJwk('ES256');
const EDDSA = await createJwk('EdDSA');

describe('the option proof', () => {
  it('adds a proof to the answer of a check, and to no other', async () => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler({ clientAddress: 'none', engine, proof: USUAL });
    const checked = await handler(post('/verifications/check', CHECK));
    expectGuarded(checked);
    expect(await checked.json()).toEqual({
      verified: true,
      phoneNumber: PHONE_NUMBER,
      purpose: 'default',
      proof: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    });
    const sent = await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }));
    expect(await sent.json()).not.toHaveProperty('proof');
    const plain = createOtpHandler({ clientAddress: 'none', engine });
    expect(await (await plain(post('/verifications/check', CHECK))).json()).not.toHaveProperty('proof');
  });

  it('gives none for a wrong code', async () => {
    const engine = createScriptedEngine({ verify: () => ({ ok: false, reason: 'mismatch', attemptsLeft: 4 }) });
    const handler = createOtpHandler({ clientAddress: 'none', engine, proof: USUAL });
    expect(await readProblem(await handler(post('/verifications/check', CHECK)))).not.toHaveProperty('proof');
  });

  it('gives one in Express and in Node too', async () => {
    const options = { engine: createScriptedEngine(), proof: USUAL };
    const servers = [
      await startExpress((app) => void app.use(createOtpRouter(options))),
      await startNode(createOtpNodeHandler(options)),
    ];
    for (const server of servers) {
      const { text } = await server.send({ path: '/verifications/check' }, JSON.stringify(CHECK));
      const { proof }: { proof: string } = JSON.parse(text);
      const reading = { ...USUAL, purpose: 'default', clock: clockAt(PROVEN_AT_MS) };
      expect(await verifyProof(proof, reading)).toMatchObject({ ok: true, phoneNumber: PHONE_NUMBER });
    }
  });

  it('signs number, audience, purpose, tenant, time and an id, and nothing else', async () => {
    const proof = await proofOf({ ttlSeconds: 60 }, { purpose: 'sign-up', tenant: 'acme' });
    expect(decodePart(proof, 0)).toEqual({ alg: 'HS256', typ: 'countersign-proof+jwt' });
    const iat = PROVEN_AT_MS / 1000;
    expect(decodePart(proof, 1)).toEqual({
      sub: PHONE_NUMBER,
      aud: AUDIENCE,
      purpose: 'sign-up',
      tenant: 'acme',
      iat,
      exp: iat + 60,
      jti: expect.stringMatching(/^[\w-]{36}$/),
    });
    expect(decodePart(await proofOf(), 1)).toMatchObject({ exp: iat + 300 });
    expect(decodePart(await proofOf(), 1).jti).not.toBe(decodePart(await proofOf(), 1).jti);
  });

  it('names the key that has a name, and is read by any JWT library', async () => {
    for (const [jwk, alg] of [
      [ES256, 'ES256'],
      [EDDSA, 'EdDSA'],
    ] as const) {
      const proof = await proofOf({ key: { ...jwk, kid: 'key-2' } });
      expect(decodePart(proof, 0)).toEqual({ alg, kid: 'key-2', typ: 'countersign-proof+jwt' });
      const publicKey = await importJWK({ ...publicHalf(jwk) }, alg);
      const { payload } = await jwtVerify(proof, publicKey, {
        audience: AUDIENCE,
        currentDate: new Date(PROVEN_AT_MS),
      });
      expect(payload.sub).toBe(PHONE_NUMBER);
    }
  });

  it('leaves onVerified as it is, and gives nothing where that throws', async () => {
    const told: VerifiedNumber[] = [];
    const engine = createScriptedEngine();
    const onVerified = (verified: VerifiedNumber) => {
      told.push(verified);
      return { 'set-cookie': 'session=1' };
    };
    const handler = createOtpHandler({ clientAddress: 'none', engine, proof: USUAL, onVerified });
    const response = await handler(post('/verifications/check', CHECK));
    expect([response.headers.get('set-cookie'), await response.json()]).toEqual([
      'session=1',
      expect.objectContaining({ proof: expect.any(String) }),
    ]);
    expect(told).toHaveLength(1);
    const refuse = () => {
      throw new Error('no');
    };
    const failing = createOtpHandler({
      clientAddress: 'none',
      engine,
      proof: USUAL,
      onVerified: refuse,
      onError: () => {},
    });
    expect(await readProblem(await failing(post('/verifications/check', CHECK)))).toMatchObject({ status: 500 });
  });

  it.each<[what: string, key: ProofOptions['key']]>([
    ['an Ed25519 key whose halves are of two keys', { ...EDDSA, x: `${ES256.x}` }],
    ['a P-256 point off its curve', { ...ES256, y: `${ES256.x}` }],
  ])('spends no code on %s: onError is told, without the key', async (_what, key) => {
    const engine = createScriptedEngine();
    const onError = vi.fn();
    const handler = createOtpHandler({ clientAddress: 'none', engine, onError, proof: { ...USUAL, key } });
    for (const _time of [1, 2]) {
      expect(await readProblem(await handler(post('/verifications/check', CHECK)))).toMatchObject({ status: 500 });
    }
    expect(engine.verifications).toEqual([]);
    const [error] = onError.mock.lastCall ?? [];
    expect(OtpConfigurationError.isInstance(error)).toBe(true);
    expect(error.problems).toEqual([{ option: 'proof.key', message: expect.stringContaining('JWK') }]);
    for (const part of [EDDSA.d, ES256.d, ES256.x]) expect(`${error}`).not.toContain(`${part}`);
  });

  it.each<[what: string, proof: unknown, options: string[]]>([
    ['text', 'key', ['proof']],
    ['a list', [], ['proof']],
    ['null', null, ['proof']],
    ['nothing in it', {}, ['proof.key', 'proof.audience']],
    ['a public key', { ...USUAL, key: publicHalf(ES256) }, ['proof.key']],
    ['a list that begins with a public key', { ...USUAL, key: [publicHalf(ES256), SECRET] }, ['proof.key.0']],
    ['a short key and a long audience', { key: 'short', audience: 'a'.repeat(257) }, ['proof.key', 'proof.audience']],
    ['no time to live', { ...USUAL, ttlSeconds: 0 }, ['proof.ttlSeconds']],
    ['two days to live', { ...USUAL, ttlSeconds: 172_800 }, ['proof.ttlSeconds']],
    ['a time that is none', { ...USUAL, ttlSeconds: '60' }, ['proof.ttlSeconds']],
    ['a member nobody knows', { ...USUAL, ttlMs: 1 }, ['proof.ttlMs']],
  ])('is refused with %s, by every factory', (_what, proof, options) => {
    for (const create of [createOtpHandler, createOtpRouter, createOtpNodeHandler]) {
      const engine = createScriptedEngine();
      let error: unknown;
      try {
        create({ clientAddress: 'none', engine, proof } as never);
      } catch (thrown) {
        error = thrown;
      }
      if (!OtpConfigurationError.isInstance(error)) throw new Error(`expected a configuration error, got ${error}`);
      expect(error.problems.map(({ option }) => option).sort()).toEqual([...options].sort());
    }
  });

  it('takes a list whose later keys are public, and is described', async () => {
    const key = [ES256, publicHalf(EDDSA), SECRET];
    const handler = createOtpHandler({
      clientAddress: 'none',
      engine: createScriptedEngine(),
      proof: { ...USUAL, key },
    });
    const described = (await (await handler(new Request('https://example.test/openapi.json'))).json()) as {
      components: { schemas: { VerifiedNumber: { required: string[] } } };
    };
    const checked = await handler(post('/verifications/check', CHECK));
    expect(described.components.schemas.VerifiedNumber.required).toEqual(Object.keys((await checked.json()) as object));
  });
});
