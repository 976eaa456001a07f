import type { RequestListener } from 'node:http';
import { OtpMisuseError, OtpStoreError } from '@countersign/otp-core/adapter';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { createOtpHandler } from './index.ts';
import { createOtpNodeHandler } from './node/index.ts';
import { post, postRaw, readProblem } from './test-support/http.ts';
import { startNode } from './test-support/node-server.ts';
import { CHALLENGE, CODE, createScriptedEngine, PHONE_NUMBER } from './test-support/scripted-engine.ts';

describe('without an onError', () => {
  let printed: MockInstance<typeof console.error>;
  beforeEach(() => {
    printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => printed.mockRestore());

  const lines = () => printed.mock.calls.map((words) => words.join(' '));
  const asked = () => post('/verifications', { phoneNumber: PHONE_NUMBER });

  it('says once on standard error that the body was read before', async () => {
    const handler = createOtpHandler({ engine: createScriptedEngine(), clientAddress: 'none' });
    for (let call = 0; call < 3; call += 1) {
      const request = asked();
      await request.json();
      expect(await readProblem(await handler(request))).toMatchObject({ status: 500, code: 'internal-error' });
    }
    expect(lines()).toEqual([expect.stringMatching(/^createOtpHandler: The body of the request was read before/)]);
  });

  it('says once that a parser stands in front of webhooks', async () => {
    const parse = vi.fn();
    const parser = { specificationVersion: 'v1', kind: 'delivery-report-parser', providerId: 'vendor', parse } as const;
    const webhooks = { parsers: [parser], onReport() {} };
    const handler = createOtpNodeHandler({ engine: createScriptedEngine(), webhooks });
    const server = await startNode((request, response) => {
      request.resume().once('end', () => handler(Object.assign(request, { body: { a: 1 } }), response));
    });
    for (let call = 0; call < 2; call += 1) {
      expect((await server.send({ path: '/webhooks/vendor' }, '{"a":1}')).status).toBe(500);
    }
    expect(lines()).toEqual([expect.stringMatching(/^createOtpNodeHandler: Mount webhooks before .*rawBody/)]);
    expect(parse).not.toHaveBeenCalled();
  });

  it('says that something else was thrown, and nothing of what it was', async () => {
    const secrets = `${PHONE_NUMBER} ${CODE} ${CHALLENGE}`;
    const engine = createScriptedEngine({
      request: () => Promise.reject(new TypeError(secrets)),
      resend: () => Promise.reject(secrets),
      cancel: () => Promise.reject(new OtpStoreError('OTP_STORE_UNAVAILABLE', secrets)),
    });
    const handler = createOtpHandler({ engine, clientAddress: 'none' });
    await handler(asked());
    await handler(post('/verifications/resend', { challenge: CHALLENGE }));
    await handler(post('/verifications/cancel', { challenge: CHALLENGE }));
    expect(lines()).toHaveLength(2);
    for (const secret of [PHONE_NUMBER, CODE, CHALLENGE]) expect(lines().join()).not.toContain(secret);
  });

  it('prints a bounded number of lines whatever is thrown', async () => {
    let call = 0;
    const client = () => {
      call += 1;
      throw new OtpMisuseError(`mistake ${call}`);
    };
    const handler = createOtpHandler({ engine: createScriptedEngine(), clientAddress: 'none', client });
    for (let request = 0; request < 40; request += 1) await handler(asked());
    expect(lines()).toHaveLength(16);
  });

  it('prints nothing for what clients do', async () => {
    const handler = createOtpHandler({ engine: createScriptedEngine(), clientAddress: 'none' });
    await handler(postRaw('/verifications', '{'));
    await handler(postRaw('/nothing', '{}'));
    await handler(new Request('https://example.test/verifications'));
    expect(lines()).toEqual([]);
  });
});

describe('createOtpHandler in the wrong framework', () => {
  it.each([
    [
      'the context of Hono',
      { req: { raw: new Request('https://example.test') } },
      /handler\(context\.req\.raw, context\)/,
    ],
    ['a text', 'https://example.test/verifications', /Request/],
    ['nothing', undefined, /Request/],
  ])('answers 500 for %s and says what to do', async (_case, request, words) => {
    const onError = vi.fn();
    const handler = createOtpHandler({ engine: createScriptedEngine(), clientAddress: 'none', onError });
    expect((await handler(request as unknown as Request)).status).toBe(500);
    expect(String(onError.mock.calls[0]?.[0])).toMatch(words);
  });

  it('leaves no request of Node open, and names the entries for it', async () => {
    const onError = vi.fn();
    const handler = createOtpHandler({ engine: createScriptedEngine(), clientAddress: 'none', onError });
    const server = await startNode(handler as unknown as RequestListener);
    expect((await server.send({ path: '/verifications' }, '{}')).status).toBe(500);
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/otp-web\/express.*otp-web\/node/);
  });
});
