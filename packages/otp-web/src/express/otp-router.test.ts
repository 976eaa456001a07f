import { Agent } from 'node:http';
import express, { type Express } from 'express';
import { describe, expect, it } from 'vitest';
import { type SentAnswer, startExpress } from '../test-support/express-server.ts';
import { CHALLENGE, CODE, callsOf, createScriptedEngine, PHONE_NUMBER } from '../test-support/scripted-engine.ts';
import { createOtpRouter } from './index.ts';

const REQUEST = JSON.stringify({ phoneNumber: PHONE_NUMBER });
const CHECK = JSON.stringify({ challenge: CHALLENGE, code: CODE });

function codeOf(answer: SentAnswer): string {
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  const problem = JSON.parse(answer.text);
  expect(problem.status).toBe(answer.status);
  return problem.code;
}

const PARSERS: readonly (readonly [name: string, use: (app: Express) => void])[] = [
  ['no body parser', () => undefined],
  ['express.json()', (app) => void app.use(express.json())],
  ['express.text()', (app) => void app.use(express.text({ type: '*/*' }))],
  ['express.raw()', (app) => void app.use(express.raw({ type: '*/*' }))],
];

describe.each(PARSERS)('createOtpRouter behind %s', (_name, useParser) => {
  it('serves all routes below its mount path', async () => {
    const engine = createScriptedEngine();
    const server = await startExpress((app) => {
      useParser(app);
      app.use('/otp', createOtpRouter({ engine }));
    });
    const requested = await server.send({ path: '/otp/verifications' }, REQUEST);
    expect(requested.status).toBe(202);
    expect(requested.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(JSON.parse(requested.text)).toMatchObject({ challenge: CHALLENGE, codeLength: 6 });
    const checked = await server.send({ path: '/otp/verifications/check' }, CHECK);
    expect([checked.status, JSON.parse(checked.text)]).toEqual([
      200,
      { verified: true, phoneNumber: PHONE_NUMBER, purpose: 'default' },
    ]);
    const handle = JSON.stringify({ challenge: CHALLENGE });
    expect((await server.send({ path: '/otp/verifications/resend' }, handle)).status).toBe(202);
    expect(await server.send({ path: '/otp/verifications/cancel' }, handle)).toMatchObject({ status: 204, text: '' });
    expect(callsOf(engine)).toBe(4);
  });

  it('refuses what is malformed, or nothing at all', async () => {
    const engine = createScriptedEngine();
    const server = await startExpress((app) => {
      useParser(app);
      app.use('/otp', createOtpRouter({ engine }));
    });
    for (const body of ['{"phoneNumber":1}', '[]', '{}', '{"phoneNumber":"+1","__proto__":"a"}', undefined]) {
      expect(codeOf(await server.send({ path: '/otp/verifications' }, body))).toBe('malformed');
    }
    const typed = { path: '/otp/verifications', headers: { 'content-type': 'text/plain' } };
    expect(codeOf(await server.send(typed, REQUEST))).toBe('unsupported-media-type');
    expect(callsOf(engine)).toBe(0);
  });
});

describe('createOtpRouter', () => {
  it('takes no form, even where a parser has made an object of it', async () => {
    const engine = createScriptedEngine();
    const server = await startExpress((app) => app.use(express.urlencoded(), createOtpRouter({ engine })));
    const form = { path: '/verifications', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect(codeOf(await server.send(form, `phoneNumber=${PHONE_NUMBER}`))).toBe('unsupported-media-type');
    expect(callsOf(engine)).toBe(0);
  });

  it('holds a body that a parser let through deeply nested', async () => {
    const server = await startExpress((app) =>
      app.use(express.json(), createOtpRouter({ engine: createScriptedEngine() })),
    );
    const nested = `{"phoneNumber":${'['.repeat(40_000)}${']'.repeat(40_000)}}`;
    expect(codeOf(await server.send({ path: '/verifications' }, nested))).toBe('malformed');
  });

  it('takes the body of a parser that undid its compression', async () => {
    const server = await startExpress((app) => {
      app.use((request, _response, next) => {
        request.body = { phoneNumber: PHONE_NUMBER };
        next();
      });
      app.use(createOtpRouter({ engine: createScriptedEngine() }));
    });
    const packed = { path: '/verifications', headers: { 'content-encoding': 'gzip' } };
    expect((await server.send(packed, 'packed')).status).toBe(202);
  });

  it('does not wait for a body that somebody in front has read', async () => {
    const server = await startExpress((app) => {
      app.use((request, _response, next) => void request.resume().once('end', () => next()));
      app.use(createOtpRouter({ engine: createScriptedEngine() }));
    });
    expect(codeOf(await server.send({ path: '/verifications' }, REQUEST))).toBe('malformed');
  });

  it('answers everything below its mount path itself, and repeats no path', async () => {
    const engine = createScriptedEngine();
    const server = await startExpress((app) => app.use('/otp', createOtpRouter({ engine })));
    for (const path of [
      '/otp',
      '/otp/',
      '/otp/verifications/',
      '/otp//verifications',
      '/otp/verif%69cations',
      '/otp/x/../verifications',
      '/otp/Verifications',
      `/otp/verifications/${PHONE_NUMBER}`,
      '/otp//evil.test/verifications',
    ]) {
      const answer = await server.send({ path }, REQUEST);
      expect([path, codeOf(answer)]).toEqual([path, 'unknown-path']);
      expect(answer.text).not.toContain(PHONE_NUMBER);
    }
    expect((await server.send({ path: '/otp/verifications?a=b' }, REQUEST)).status).toBe(202);
    expect((await server.send({ path: 'http://evil.test/otp/verifications' }, REQUEST)).status).toBe(202);
    expect(callsOf(engine)).toBe(2);
  });

  it('says which method a path takes', async () => {
    const server = await startExpress((app) => app.use('/otp', createOtpRouter({ engine: createScriptedEngine() })));
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']) {
      const answer = await server.send({ method, path: '/otp/verifications/check' });
      expect([method, codeOf(answer), answer.headers.allow]).toEqual([method, 'method-not-allowed', 'POST']);
    }
    const head = await server.send({ method: 'HEAD', path: '/otp/verifications' });
    expect(head).toMatchObject({ status: 405, text: '' });
    expect(head.headers['cache-control']).toBe('no-store');
  });

  it('passes on, at the root of an app, what is not one of its routes', async () => {
    const server = await startExpress((app) => {
      app.use(createOtpRouter({ engine: createScriptedEngine() }));
      app.use((_request, response) => void response.status(418).end());
    });
    expect((await server.send({ path: '/verifications' }, REQUEST)).status).toBe(202);
    expect((await server.send({ path: '/health' }, REQUEST)).status).toBe(418);
    expect((await server.send({ path: '/verifications/' }, REQUEST)).status).toBe(418);
  });

  it('passes on what is outside its base path, beside other routes of a mount path', async () => {
    const server = await startExpress((app) => {
      app.use('/api', createOtpRouter({ engine: createScriptedEngine(), basePath: '/otp' }));
      app.use((_request, response) => void response.status(418).end());
    });
    expect((await server.send({ path: '/api/otp/verifications' }, REQUEST)).status).toBe(202);
    expect(codeOf(await server.send({ path: '/api/otp/health' }, REQUEST))).toBe('unknown-path');
    expect(codeOf(await server.send({ path: '/api/otp' }, REQUEST))).toBe('unknown-path');
    expect((await server.send({ path: '/api/otphealth' }, REQUEST)).status).toBe(418);
    expect((await server.send({ path: '/api/health' }, REQUEST)).status).toBe(418);
  });

  it('tells the engine the address of the socket, or of a trusted proxy, and what the app knows', async () => {
    const addressesFor = async (configure: (app: Express) => void, options: { known?: true; ip?: string } = {}) => {
      const engine = createScriptedEngine();
      const server = await startExpress((app) => {
        configure(app);
        app.use(createOtpRouter({ engine, client: () => options }));
      });
      const headers = { 'x-forwarded-for': '198.51.100.7' };
      await server.send({ path: '/verifications', headers }, REQUEST);
      return engine.requests[0]?.client;
    };
    expect(await addressesFor(() => undefined)).toEqual({ ip: '127.0.0.1' });
    expect(await addressesFor((app) => app.set('trust proxy', 'loopback'))).toEqual({ ip: '198.51.100.7' });
    expect(await addressesFor(() => undefined, { known: true })).toEqual({ ip: '127.0.0.1', known: true });
    expect(await addressesFor(() => undefined, { ip: '203.0.113.1' })).toEqual({ ip: '203.0.113.1' });
  });

  it('mixes the address into idempotency keys, and a session where the app names one', async () => {
    const engine = createScriptedEngine();
    const server = await startExpress((app) => {
      app.set('trust proxy', 'loopback');
      app.use(createOtpRouter({ engine, session: (request) => request.get('x-session') }));
    });
    const send = (headers: Record<string, string>) =>
      server.send({ path: '/verifications', headers: { 'idempotency-key': 'retry-1', ...headers } }, REQUEST);
    await send({ 'x-forwarded-for': '198.51.100.7' });
    await send({ 'x-forwarded-for': '198.51.100.7' });
    await send({ 'x-forwarded-for': '198.51.100.8' });
    await send({ 'x-forwarded-for': '198.51.100.7', 'x-session': 'alice' });
    const [first, repeat, ...others] = engine.requests.map((input) => input.idempotencyKey);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(repeat).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
    expect(
      codeOf(await server.send({ path: '/verifications', headers: { 'idempotency-key': ['a', 'b'] } }, REQUEST)),
    ).toBe('malformed');
  });

  it('lets onVerified set cookies beside those that are set already', async () => {
    const server = await startExpress((app) => {
      app.use((_request, response, next) => {
        response.cookie('before', '1');
        next();
      });
      app.use(
        createOtpRouter({
          engine: createScriptedEngine(),
          onVerified: async (_verified, _request, response) => {
            response.cookie('through-response', '2');
            return { 'set-cookie': 'returned=3' };
          },
        }),
      );
    });
    const answer = await server.send({ path: '/verifications/check' }, CHECK);
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toEqual(['before=1; Path=/', 'through-response=2; Path=/', 'returned=3']);
  });

  it('leaves an answer alone that onVerified gave in its place', async () => {
    const errors: unknown[] = [];
    const server = await startExpress((app) => {
      const onVerified = (_verified: unknown, _request: unknown, response: express.Response) =>
        response.redirect('/home');
      app.use(createOtpRouter({ engine: createScriptedEngine(), onVerified }));
      app.use((error: unknown, _request: express.Request, _response: express.Response, next: express.NextFunction) => {
        errors.push(error);
        next(error);
      });
    });
    const answer = await server.send({ path: '/verifications/check' }, CHECK);
    expect([answer.status, answer.headers.location]).toEqual([302, '/home']);
    expect(errors).toEqual([]);
  });

  it('leaves a connection usable after an answer that did not wait for the body', async () => {
    const server = await startExpress((app) => app.use('/otp', createOtpRouter({ engine: createScriptedEngine() })));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const body = ' '.repeat(9_000);
    for (const path of ['/otp/nothing', '/otp/verifications', '/otp/nothing']) {
      expect((await server.send({ path, agent }, body)).status).toBeGreaterThanOrEqual(400);
    }
    expect((await server.send({ path: '/otp/verifications', agent }, REQUEST)).status).toBe(202);
    agent.destroy();
  });
});
