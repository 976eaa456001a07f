import { describe, expect, it, vi } from 'vitest';
import { createOtpHandler } from './index.ts';
import { expectGuarded, post, readProblem } from './test-support/http.ts';
import {
  CHALLENGE,
  CODE,
  createScriptedEngine,
  ISSUED,
  PHONE_NUMBER,
  VERIFIED,
} from './test-support/scripted-engine.ts';

const ANSWER = {
  challenge: CHALLENGE,
  expiresAt: '2026-03-01T12:10:00.000Z',
  resendAt: '2026-03-01T12:00:30.000Z',
  codeLength: 6,
  maskedTo: '••••••••23',
};

describe('createOtpHandler', () => {
  it('answers a request with the handle and times, and nothing about the delivery', async () => {
    const engine = createScriptedEngine();
    const request = post('/verifications', { phoneNumber: PHONE_NUMBER, locale: 'pt-BR' });
    const response = await createOtpHandler({ clientAddress: 'none', engine })(request);
    expect(response.status).toBe(202);
    expect(response.headers.get('content-type')).toBe('application/json');
    expectGuarded(response);
    expect(await response.json()).toEqual(ANSWER);
    expect(engine.requests).toEqual([{ to: PHONE_NUMBER, locale: 'pt-BR', client: {}, signal: request.signal }]);
  });

  it('answers a delivery that is not certain like one that is', async () => {
    const engine = createScriptedEngine({ request: () => ({ ...ISSUED, delivery: 'unknown', messageId: null }) });
    const response = await createOtpHandler({ clientAddress: 'none', engine })(
      post('/verifications', { phoneNumber: PHONE_NUMBER }),
    );
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual(ANSWER);
  });

  it('answers a resend like a request', async () => {
    const engine = createScriptedEngine();
    const request = post('/verifications/resend', { challenge: CHALLENGE, locale: 'de' });
    const response = await createOtpHandler({ clientAddress: 'none', engine })(request);
    expect(response.status).toBe(202);
    expectGuarded(response);
    expect(await response.json()).toEqual(ANSWER);
    expect(engine.resends).toEqual([{ challenge: CHALLENGE, locale: 'de', client: {}, signal: request.signal }]);
  });

  it('answers a right code with the number that the engine says was proven', async () => {
    const engine = createScriptedEngine();
    const request = post('/verifications/check', { challenge: CHALLENGE, code: CODE });
    const response = await createOtpHandler({ clientAddress: 'none', engine })(request);
    expect(response.status).toBe(200);
    expectGuarded(response);
    expect(await response.json()).toEqual({ verified: true, phoneNumber: PHONE_NUMBER, purpose: 'default' });
    expect(engine.verifications).toEqual([{ challenge: CHALLENGE, code: CODE, client: {}, signal: request.signal }]);
  });

  it('answers a cancellation with nothing', async () => {
    const engine = createScriptedEngine();
    const response = await createOtpHandler({ clientAddress: 'none', engine })(
      post('/verifications/cancel', { challenge: CHALLENGE }),
    );
    expect(response.status).toBe(204);
    expectGuarded(response);
    expect(await response.text()).toBe('');
    expect(response.headers.has('content-type')).toBe(false);
    expect(engine.cancellations).toEqual([{ challenge: CHALLENGE }]);
  });

  it('serves only below its base path', async () => {
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine(), basePath: '/api/otp' });
    const body = { phoneNumber: PHONE_NUMBER };
    expect((await handler(post('/api/otp/verifications', body))).status).toBe(202);
    expect((await handler(post('/verifications', body))).status).toBe(404);
    expect((await handler(post('/api/otpverifications', body))).status).toBe(404);
    expect((await handler(post('/x/api/otp/verifications', body))).status).toBe(404);
    expect((await handler(post('/api/abc/verifications', body))).status).toBe(404);
  });

  it('hands what the runtime passes beside the request to the functions of the app', async () => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler<{ address: string }>({
      clientAddress: async (_request, connection) => connection?.address,
      engine,
      client: async () => ({ known: true }),
      tenant: (request) => new URL(request.url).hostname,
    });
    await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }), { address: '198.51.100.7' });
    await handler(post('/verifications/check', { challenge: CHALLENGE, code: CODE }), { address: '198.51.100.8' });
    await handler(post('/verifications/resend', { challenge: CHALLENGE }), { address: '198.51.100.9' });
    await handler(post('/verifications/cancel', { challenge: CHALLENGE }), { address: '198.51.100.9' });
    expect(engine.requests[0]).toMatchObject({ tenant: 'example.test', client: { ip: '198.51.100.7', known: true } });
    expect(engine.verifications[0]).toMatchObject({ tenant: 'example.test', client: { ip: '198.51.100.8' } });
    expect(engine.resends[0]).toMatchObject({ tenant: 'example.test', client: { ip: '198.51.100.9' } });
    expect(engine.cancellations[0]).toMatchObject({ tenant: 'example.test' });
  });

  it('believes no header about the address of the client', async () => {
    const engine = createScriptedEngine();
    const forged = { 'x-forwarded-for': '198.51.100.7', 'x-real-ip': '198.51.100.7', forwarded: 'for=198.51.100.7' };
    await createOtpHandler({ clientAddress: 'none', engine })(
      post('/verifications', { phoneNumber: PHONE_NUMBER }, forged),
    );
    expect(engine.requests[0]?.client).toEqual({});
  });

  it.each([
    ['/verifications', { phoneNumber: PHONE_NUMBER }, 'requests'],
    ['/verifications/check', { challenge: CHALLENGE, code: CODE }, 'verifications'],
    ['/verifications/resend', { challenge: CHALLENGE }, 'resends'],
    ['/verifications/cancel', { challenge: CHALLENGE }, 'cancellations'],
  ] as const)('takes on %s a listed purpose and no other', async (path, body, calls) => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler({ clientAddress: 'none', engine, purposes: ['sign-in', 'change-number'] });
    expect((await handler(post(path, { ...body, purpose: 'sign-in' }))).ok).toBe(true);
    expect(engine[calls]).toMatchObject([{ purpose: 'sign-in' }]);
    for (const purpose of ['default', 'pay', '', 'SIGN-IN', '__proto__', undefined]) {
      const problem = await readProblem(await handler(post(path, { ...body, purpose })));
      expect(problem).toMatchObject({ status: 400, code: 'malformed' });
    }
    expect(engine[calls]).toHaveLength(1);
  });

  it('takes no purpose but the default one where none are listed', async () => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler({ clientAddress: 'none', engine });
    expect((await handler(post('/verifications', { phoneNumber: PHONE_NUMBER, purpose: 'default' }))).status).toBe(202);
    expect((await handler(post('/verifications', { phoneNumber: PHONE_NUMBER, purpose: 'pay' }))).status).toBe(400);
  });

  it('sends to the number the app resolves, or a decoy, and answers both alike', async () => {
    const engine = createScriptedEngine();
    const handler = createOtpHandler({
      clientAddress: 'none',
      engine,
      answerAfterMs: 3_000,
      resolveNumber: async (phoneNumber, request) =>
        request.headers.get('x-account') === null ? { decoy: phoneNumber } : '+14155550199',
    });
    const known = await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }, { 'x-account': '1' }));
    const unknown = await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }));
    expect(engine.requests.map(({ to }) => to)).toEqual(['+14155550199', { decoy: PHONE_NUMBER }]);
    expect(await unknown.text()).toBe(await known.text());
    expect([...unknown.headers]).toEqual([...known.headers]);
  });

  it('takes what the functions of the app took off the time to answer after', async () => {
    vi.useFakeTimers();
    try {
      const engine = createScriptedEngine();
      const waits = [700, 10, 9_000];
      const handler = createOtpHandler({
        clientAddress: 'none',
        engine,
        answerAfterMs: 3_000,
        resolveNumber: (phoneNumber) => {
          vi.advanceTimersByTime(waits.shift() ?? 0);
          return phoneNumber;
        },
      });
      for (let call = 0; call < 3; call += 1) await handler(post('/verifications', { phoneNumber: PHONE_NUMBER }));
      await handler(post('/verifications/resend', { challenge: CHALLENGE }));
      expect(engine.requests.map((input) => input.answerAfterMs)).toEqual([2_300, 2_990, 1]);
      expect(engine.resends.map((input) => input.answerAfterMs)).toEqual([3_000]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('onVerified', () => {
  const check = (handler: (request: Request) => Promise<Response>) =>
    handler(post('/verifications/check', { challenge: CHALLENGE, code: CODE }));

  it('is given the proven number and may add headers, several cookies among them', async () => {
    const onVerified = vi.fn(async () => [
      ['set-cookie', 'session=1; HttpOnly'],
      ['set-cookie', 'device=2; HttpOnly'],
      ['x-session', 'new'],
    ]);
    const request = post('/verifications/check', { challenge: CHALLENGE, code: CODE });
    const response = await createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine(), onVerified })(
      request,
    );
    expect(onVerified.mock.calls).toEqual([[VERIFIED, request, undefined]]);
    expect(response.headers.getSetCookie()).toEqual(['session=1; HttpOnly', 'device=2; HttpOnly']);
    expect(response.headers.get('x-session')).toBe('new');
    expect(await response.json()).toMatchObject({ verified: true });
  });

  it('may return nothing', async () => {
    const onVerified = vi.fn(async () => undefined);
    expect(
      (await check(createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine(), onVerified }))).status,
    ).toBe(200);
    expect(onVerified).toHaveBeenCalledTimes(1);
  });

  it('cannot undo what guards every answer', async () => {
    const response = await check(
      createOtpHandler({
        clientAddress: 'none',
        engine: createScriptedEngine(),
        onVerified: () => ({
          'cache-control': 'public, max-age=60',
          'x-content-type-options': 'sniff',
          'content-type': 'text/html',
          'content-length': '3',
        }),
      }),
    );
    expectGuarded(response);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.has('content-length')).toBe(false);
  });

  it('is not called for a wrong code', async () => {
    const onVerified = vi.fn(() => undefined);
    const engine = createScriptedEngine({ verify: () => ({ ok: false, reason: 'mismatch', attemptsLeft: 3 }) });
    expect((await check(createOtpHandler({ clientAddress: 'none', engine, onVerified }))).status).toBe(422);
    expect(onVerified).not.toHaveBeenCalled();
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no session for +14155550123'))],
    ['returns what are no headers', () => ({ 'not a header': 'x' })],
  ])('makes the answer a 500 when it %s, and tells onError', async (_case, onVerified) => {
    const onError = vi.fn();
    const handler = createOtpHandler({ clientAddress: 'none', engine: createScriptedEngine(), onVerified, onError });
    const problem = await readProblem(await check(handler));
    expect(problem).toMatchObject({ status: 500, code: 'internal-error' });
    expect(JSON.stringify(problem)).not.toContain('4155550123');
    expect(onError).toHaveBeenCalledTimes(1);
  });
});
