import { Agent } from 'node:http';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import type { Express, NextFunction, Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { EXPRESSES, type SentAnswer, startExpress as startApp } from '../test-support/node-server.ts';
import { CHALLENGE, CODE, callsOf, createScriptedEngine, PHONE_NUMBER } from '../test-support/scripted-engine.ts';
import { createOtpRouter, fromForwardedFor, fromHeader, type OtpRouterOptions } from './index.ts';

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

describe.each(EXPRESSES)('createOtpRouter in Express %s', (version, express) => {
  const startExpress = (configure: (app: Express) => void) => startApp(configure, express);

  const PARSERS: readonly (readonly [name: string, use: (app: Express) => void])[] = [
    ['no body parser', () => undefined],
    ['express.json()', (app) => void app.use(express.json())],
    ['express.text()', (app) => void app.use(express.text({ type: '*/*' }))],
    ['express.raw()', (app) => void app.use(express.raw({ type: '*/*' }))],
  ];

  describe.each(PARSERS)('behind %s', (_name, useParser) => {
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

  describe('whatever is in front', () => {
    it('takes no form, even where a parser has made an object of it', async () => {
      const engine = createScriptedEngine();
      const server = await startExpress((app) =>
        app.use(express.urlencoded({ extended: true }), createOtpRouter({ engine })),
      );
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

    it('does not wait for a body that somebody in front has read, and tells the operator', async () => {
      const errors: unknown[] = [];
      const server = await startExpress((app) => {
        app.use((request, _response, next) => void request.resume().once('end', () => next()));
        app.use(createOtpRouter({ engine: createScriptedEngine(), onError: (error) => void errors.push(error) }));
      });
      expect(codeOf(await server.send({ path: '/verifications' }, REQUEST))).toBe('internal-error');
      expect(errors.map(String)).toEqual([expect.stringMatching(/read before/)]);
      expect(codeOf(await server.send({ path: '/verifications' }))).toBe('malformed');
      expect(errors).toHaveLength(1);
    });

    it('takes the bytes that a parser or a host has kept, before what was made of them', async () => {
      const engine = createScriptedEngine();
      const kept = (rawBody: unknown, body: unknown = {}) =>
        startExpress((app) => {
          app.use((request, _response, next) => {
            request.resume().once('end', () => {
              Object.assign(request, { body, rawBody });
              next();
            });
          });
          app.use(createOtpRouter({ engine }));
        });
      for (const rawBody of [REQUEST, Buffer.from(REQUEST), new TextEncoder().encode(REQUEST)]) {
        const server = await kept(rawBody);
        expect((await server.send({ path: '/verifications' }, REQUEST)).status).toBe(202);
      }
      const large = await kept(REQUEST + ' '.repeat(10_000));
      expect(codeOf(await large.send({ path: '/verifications' }, REQUEST))).toBe('body-too-large');
      const twice = await kept('{"phoneNumber":"1","phoneNumber":"2"}', { phoneNumber: '2' });
      expect(codeOf(await twice.send({ path: '/verifications' }, REQUEST))).toBe('malformed');
      // Not every `rawBody` is one.
      const other = await kept({ type: 'none' }, { phoneNumber: PHONE_NUMBER });
      expect((await other.send({ path: '/verifications' }, REQUEST)).status).toBe(202);
      expect(engine.requests.map(({ to }) => to)).toEqual(Array(4).fill(PHONE_NUMBER));
    });

    it('varies by what others said before it, and by the origin', async () => {
      const server = await startExpress((app) => {
        app.use((_request, response, next) => {
          response.vary('Accept-Encoding');
          next();
        });
        app.use(createOtpRouter({ engine: createScriptedEngine(), cors: { origins: ['https://app.example'] } }));
      });
      const answer = await server.send({ path: '/verifications', headers: { origin: 'https://app.example' } }, REQUEST);
      expect(answer.headers).toMatchObject({
        vary: 'Accept-Encoding, Origin',
        'access-control-allow-origin': 'https://app.example',
      });
    });

    it('names the host as Express has it by `trust proxy`, with its port', async () => {
      const urls: string[] = [];
      const parser: DeliveryReportParser = {
        specificationVersion: 'v1',
        kind: 'delivery-report-parser',
        providerId: 'vendor',
        parse: async ({ url }) => {
          urls.push(url);
          return { status: 'refused', reason: 'malformed' };
        },
      };
      const forwarded = { 'x-forwarded-host': 'app.example:8443, inner', 'x-forwarded-proto': 'https' };
      for (const trusted of [false, 'loopback']) {
        const server = await startExpress((app) => {
          app.set('trust proxy', trusted);
          const webhooks = { parsers: [parser], onReport() {} };
          app.use('/otp', createOtpRouter({ engine: createScriptedEngine(), webhooks }));
        });
        await server.send({ path: '/otp/webhooks/vendor?a=b', headers: forwarded }, '{}');
        urls[urls.length - 1] = urls.at(-1)?.replace(server.url, 'http://own') ?? '';
      }
      expect(urls).toEqual(['http://own/otp/webhooks/vendor?a=b', 'https://app.example:8443/otp/webhooks/vendor?a=b']);
    });

    it('answers everything below its mount path itself, and repeats no path', async () => {
      const engine = createScriptedEngine();
      const server = await startExpress((app) => app.use('/otp', createOtpRouter({ engine })));
      for (const path of [
        '/otp',
        '/otp/',
        '/otp/verifications/',
        // Express 4 takes `/otp/` for the mount path.
        ...(version === '4' ? [] : ['/otp//verifications']),
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

    it('tells the engine the address by `trust proxy`, by a reader of the app, or none, and what the app knows', async () => {
      const clientFor = async (options: Partial<OtpRouterOptions>, trusted?: string) => {
        const engine = createScriptedEngine();
        const server = await startExpress((app) => {
          if (trusted !== undefined) app.set('trust proxy', trusted);
          app.use(createOtpRouter({ engine, ...options }));
        });
        const headers = { 'x-forwarded-for': '203.0.113.66, 198.51.100.7', 'x-client': '192.0.2.1' };
        await server.send({ path: '/verifications', headers }, REQUEST);
        return engine.requests[0]?.client;
      };
      expect(await clientFor({})).toEqual({ ip: '127.0.0.1' });
      expect(await clientFor({}, 'loopback')).toEqual({ ip: '198.51.100.7' });
      expect(await clientFor({ client: () => ({ known: true }) })).toEqual({ ip: '127.0.0.1', known: true });
      expect(await clientFor({ clientAddress: fromForwardedFor({ trustedProxies: 1 }) })).toEqual({
        ip: '198.51.100.7',
      });
      expect(await clientFor({ clientAddress: fromHeader('X-Client') })).toEqual({ ip: '192.0.2.1' });
      expect(await clientFor({ clientAddress: 'none', client: () => ({ known: false }) })).toEqual({ known: false });
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
        const onVerified = (_verified: unknown, _request: unknown, response: Response) => response.redirect('/home');
        app.use(createOtpRouter({ engine: createScriptedEngine(), onVerified }));
        app.use((error: unknown, _request: Request, _response: Response, next: NextFunction) => {
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
});
