/** What no client of ours sends: refused on each recipe's own wire, in both apps. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPS } from '../example-app.ts';
import { newNumber, wrongCode } from './support/each-app-and-store.ts';
import { type RecipeApp, startRecipeApp } from './support/recipe-app.ts';

const WORDS = expect.any(String);
/** Every route, what it takes, and the shape of its refusals. */
const ROUTES: ReadonlyArray<readonly [path: string, body: object, refusal: object]> = [
  ['/auth/request-otp', { phone_number: '+14155550123' }, { error: WORDS }],
  ['/auth/verify-otp', { phone_number: '+14155550123', otp: '123456' }, { error: WORDS }],
  ['/send-code', { phoneNumber: '+14155550123' }, { message: WORDS }],
  ['/verify-code', { phoneNumber: '+14155550123', smsCode: '123456' }, { message: WORDS }],
  ['/register', { phoneNumber: '+14155550123' }, { success: false, message: WORDS }],
  ['/request-otp', { phoneNumber: '+14155550123' }, { success: false, message: WORDS }],
  ['/verify-otp', { verificationId: 'x', code: '123456' }, { success: false, message: WORDS }],
  ['/auth/sms/send', { userId: '123' }, { error: WORDS }],
  ['/auth/sms/verify', { userId: '123', code: '123456' }, { error: WORDS }],
  ['/auth/refresh', {}, { error: WORDS }],
  ['/auth/logout', {}, { error: WORDS }],
];

describe.each(APPS)('apps/%s', (name) => {
  describe('behind one proxy', () => {
    let app: RecipeApp;
    beforeAll(async () => {
      app = await startRecipeApp(name, {});
    }, 60_000);
    afterAll(async () => app?.close());

    it.each(ROUTES)('refuses what pages of other sites post to %s', async (path, body, refusal) => {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
      ]) {
        const answer = await app.post(path, body, { headers });
        expect({ status: answer.status, body: answer.body }, JSON.stringify(headers)).toEqual({
          status: 403,
          body: refusal,
        });
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
    });

    it.each(ROUTES)('takes no other method at %s', async (path, _body, refusal) => {
      const got = await app.get(path);
      expect({ status: got.status, body: got.body, allow: got.headers.get('allow') }).toEqual({
        status: 405,
        body: refusal,
        allow: 'POST',
      });
    });

    it.each(ROUTES.filter(([path]) => !/refresh|logout/.test(path)))(
      'reads nothing at %s that does not say it is JSON',
      async (path, body, refusal) => {
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
          const { status, body: answer } = await app.post(path, body, { headers: { 'content-type': type } });
          expect({ status, answer }, type).toEqual({
            status: 400,
            answer: refusal,
          });
        }
      },
    );

    it('lets pages of its own post', async () => {
      const phoneNumber = newNumber();
      for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: app.url }]) {
        expect((await app.post('/register', { phoneNumber }, { headers })).status).toBeLessThan(410);
      }
    });

    it('sends security headers, and keeps no answer', async () => {
      const { headers } = await app.post('/send-code', {});
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
    });

    it('limits each address to 100 requests of a recipe in 15 minutes, in the recipe’s own shape', async () => {
      const from = '203.0.113.7';
      const statuses: number[] = [];
      for (let time = 0; time < 101; time += 1) statuses.push((await app.post('/send-code', {}, { from })).status);
      expect(statuses.slice(0, 100).every((status) => status === 400)).toBe(true);
      const refused = await app.post('/send-code', {}, { from });
      expect({ status: refused.status, body: refused.body }).toEqual({ status: 429, body: { message: WORDS } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(600);
      // What a client writes into the header itself stands further left than what the proxy adds.
      for (const spoofed of ['198.51.100.1', '10.0.0.1, 198.51.100.2', `unknown, 198.51.100.3`]) {
        expect(await app.post('/send-code', {}, { from: `${spoofed}, ${from}` })).toMatchObject({ status: 429 });
      }
      expect(await app.post('/send-code', {}, { from: '203.0.113.8' })).toMatchObject({ status: 400 });
    });

    it('is alive and ready', async () => {
      expect(await app.get('/health')).toMatchObject({ status: 200, body: { status: 'ok', database: 'up' } });
      expect(await app.get('/ready')).toMatchObject({
        status: 200,
        body: { status: 'ready', database: 'up', store: 'up' },
      });
    });

    it('logs requests and events, and neither a number, a code nor a token', async () => {
      const phoneNumber = newNumber();
      const { body } = await app.post('/register', { phoneNumber, name: 'Grace' });
      await app.post('/auth/sms/send', { userId: body.id });
      const code = await app.codeOf(phoneNumber);
      await app.post('/auth/sms/verify', { userId: body.id, code: wrongCode(code) });
      const { headers } = await app.post('/auth/sms/verify', { userId: body.id, code });
      await app.get(`/${phoneNumber}/${code}?number=${phoneNumber}`);
      const log = app.log();
      expect(log).toContain('"path":"/auth/sms/verify","status":200');
      expect(log).toContain('"type":"code-verified"');
      const token = /accessToken=([^;]+)/.exec(headers.getSetCookie().join())?.[1] ?? 'none';
      for (const secret of [phoneNumber.slice(1), code, 'Grace', token]) expect(log).not.toContain(secret);
    });
  });

  it('believes no forwarding header where there is no proxy', async () => {
    const app = await startRecipeApp(name, { OTP_TRUSTED_PROXIES: '' });
    try {
      for (let time = 0; time < 100; time += 1) await app.post('/verify-code', {});
      for (const header of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'cf-connecting-ip', 'true-client-ip']) {
        const answer = await app.post('/verify-code', {}, { headers: { [header]: 'for=198.51.100.9' } });
        expect(answer.status, header).toBe(429);
      }
    } finally {
      await app.close();
    }
  });
});
