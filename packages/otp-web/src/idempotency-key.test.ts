import { describe, expect, it } from 'vitest';
import { createOtpHandler, type OtpHandlerOptions } from './index.ts';
import { post, readProblem } from './test-support/http.ts';
import { CHALLENGE, CODE, createScriptedEngine, PHONE_NUMBER } from './test-support/scripted-engine.ts';

/** The key that reaches the engine for a client's key, session and address. */
async function keyFor(key: string, client: { session?: string; ip?: string }): Promise<string | undefined> {
  const engine = createScriptedEngine();
  const options: OtpHandlerOptions = {
    engine,
    session: () => client.session,
    clientAddress: () => client.ip,
    onError() {},
  };
  const response = await createOtpHandler(options)(
    post('/verifications', { phoneNumber: PHONE_NUMBER }, { 'idempotency-key': key }),
  );
  expect(response.status).toBe(202);
  return engine.requests[0]?.idempotencyKey;
}

describe('mixIdempotencyKey', () => {
  it('gives the engine the same key for a repeat of the same client, and never the key itself', async () => {
    const first = await keyFor('retry-1', { session: 'alice' });
    expect(await keyFor('retry-1', { session: 'alice' })).toBe(first);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives every other client and every other key another one', async () => {
    const keys = await Promise.all([
      keyFor('retry-1', { session: 'alice' }),
      keyFor('retry-1', { session: 'mallory' }),
      keyFor('retry-2', { session: 'alice' }),
      keyFor('retry-1', { ip: '198.51.100.7' }),
      keyFor('retry-1', { ip: '198.51.100.8' }),
      keyFor('retry-1', { session: '198.51.100.7' }),
      keyFor('bc', { session: 'a' }),
      keyFor('c', { session: 'ab' }),
      keyFor('a', { session: 'é' }),
      keyFor('a', { session: 'e\u0301' }),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('goes by the session before the address, so that a client may move', async () => {
    const atHome = await keyFor('retry-1', { session: 'alice', ip: '198.51.100.7' });
    expect(await keyFor('retry-1', { session: 'alice', ip: '203.0.113.9' })).toBe(atHome);
  });

  it('goes by the address where the session has no name', async () => {
    expect(await keyFor('retry-1', { session: '', ip: '198.51.100.7' })).toBe(
      await keyFor('retry-1', { ip: '198.51.100.7' }),
    );
  });

  it.each([
    ['neither is known', undefined, undefined],
    ['the session has no name', '', undefined],
    ['the address is empty', undefined, ''],
  ])('refuses a key where %s', async (_case, session, ip) => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler({ engine, session: () => session, clientAddress: () => ip, onError() {} });
    const response = await handler(
      post('/verifications', { phoneNumber: PHONE_NUMBER }, { 'idempotency-key': 'retry-1' }),
    );
    expect(await readProblem(response)).toMatchObject({ status: 400, code: 'idempotency-unavailable' });
    expect(engine.requests).toEqual([]);
  });

  it.each(['', 'two words', 'a, b', 'café', 'x'.repeat(257), 'tab\there'])('refuses the key "%s"', async (key) => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler({ clientAddress: 'none', engine, session: () => 'alice' });
    const response = await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }, { 'idempotency-key': key }));
    const problem = await readProblem(response);
    expect(problem).toMatchObject({ status: 400, code: 'malformed' });
    expect(problem.detail).toContain('Idempotency-Key');
    expect(engine.requests).toEqual([]);
  });

  it('takes keys of 1 and of 256 characters', async () => {
    expect(await keyFor('x', { session: 'a' })).toBeDefined();
    expect(await keyFor('~'.repeat(256), { session: 'a' })).toBeDefined();
  });

  it('has no say where there is nothing to repeat', async () => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler({ clientAddress: 'none', engine });
    const key = { 'idempotency-key': 'retry-1' };
    expect((await handler(post('/verifications/check', { challenge: CHALLENGE, code: CODE }, key))).status).toBe(200);
    expect((await handler(post('/verifications/resend', { challenge: CHALLENGE }, key))).status).toBe(202);
    expect((await handler(post('/verifications/cancel', { challenge: CHALLENGE }, key))).status).toBe(204);
  });
});
