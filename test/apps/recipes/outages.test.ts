/** A database or a store that is gone: 503 in each recipe's own shape, and work again once it is back. */

import { type FaultProxy, startFaultProxy } from '@countersign/test-servers/fault-proxy';
import { type PostgresServer, startPostgres } from '@countersign/test-servers/postgres';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { until } from '@countersign/test-servers/until';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPS } from '../example-app.ts';
import { newNumber } from './support/each-app-and-store.ts';
import { type Answer, type RecipeApp, startRecipeApp } from './support/recipe-app.ts';

const WORDS = expect.any(String);

describe('outages', () => {
  let redis: RedisServer;
  let postgres: PostgresServer;
  let toRedis: FaultProxy;
  let toPostgres: FaultProxy;

  beforeAll(async () => {
    [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
    [toRedis, toPostgres] = await Promise.all([startFaultProxy(redis.port), startFaultProxy(postgres.port)]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([toRedis?.stop(), toPostgres?.stop(), redis?.stop(), postgres?.stop()]);
  });

  describe.each(APPS)('apps/%s', (name) => {
    let app: RecipeApp;
    beforeAll(async () => {
      app = await startRecipeApp(name, {
        OTP_STORE: redis.url.replace(String(redis.port), String(toRedis.port)),
        DATABASE_URL: postgres.url.replace(String(postgres.port), String(toPostgres.port)),
      });
    }, 60_000);
    afterAll(async () => app?.close());

    function statusAndBody({ status, body }: Answer): object {
      return { status, body };
    }

    it('answers 503 on every wire that needs the database while it is down', async () => {
      const { body: user } = await app.post('/register', { phoneNumber: newNumber() });
      toPostgres.fail({ kind: 'refuse' });
      const unavailable = { success: false, message: WORDS };
      expect(statusAndBody(await app.post('/register', { phoneNumber: newNumber() }))).toEqual({
        status: 503,
        body: unavailable,
      });
      expect(statusAndBody(await app.post('/request-otp', { phoneNumber: newNumber() }))).toEqual({
        status: 503,
        body: unavailable,
      });
      for (const userId of [user.id, '123']) {
        const sent = await app.post('/auth/sms/send', { userId });
        expect(statusAndBody(sent)).toEqual({ status: 503, body: { error: WORDS } });
      }
      // Recipes 1 and 2 need none.
      expect(await app.post('/send-code', { phoneNumber: newNumber() })).toMatchObject({ status: 200 });
      expect(await app.get('/health')).toMatchObject({ status: 200, body: { status: 'ok', database: 'down' } });
      expect(await app.get('/ready')).toMatchObject({ status: 503, body: { database: 'down', store: 'up' } });
      toPostgres.heal();
      await until('the database to be back', async () => (await app.get('/ready')).status === 200);
      expect(await app.post('/auth/sms/send', { userId: user.id })).toMatchObject({ status: 200 });
      expect(app.log()).not.toMatch(/postgres(?:ql)?:\/\//);
    });

    it('answers 503 on every wire while the store is down, sends nothing, and works again after it', async () => {
      const { body: user } = await app.post('/register', { phoneNumber: newNumber() });
      toRedis.fail({ kind: 'refuse' });
      const phoneNumber = newNumber();
      const answers = await Promise.all([
        app.post('/auth/request-otp', { phone_number: phoneNumber }),
        app.post('/auth/verify-otp', { phone_number: phoneNumber, otp: '123456' }),
        app.post('/send-code', { phoneNumber }),
        app.post('/verify-code', { phoneNumber, smsCode: '123456' }),
        app.post('/request-otp', { phoneNumber }),
        app.post('/auth/sms/send', { userId: user.id }),
        app.post('/auth/sms/verify', { userId: '123', code: '123456' }),
      ]);
      expect(answers.map(statusAndBody)).toEqual([
        { status: 503, body: { error: WORDS } },
        { status: 503, body: { error: WORDS } },
        { status: 503, body: { message: WORDS } },
        { status: 503, body: { message: WORDS } },
        { status: 503, body: { success: false, message: WORDS } },
        { status: 503, body: { error: WORDS } },
        { status: 503, body: { error: WORDS } },
      ]);
      expect(app.messagesTo(phoneNumber)).toBe(0);
      expect(await app.get('/ready')).toMatchObject({ status: 503, body: { database: 'up', store: 'down' } });
      toRedis.heal();
      await until('the store to be back', async () => (await app.get('/ready')).status === 200);
      expect(await app.post('/send-code', { phoneNumber })).toMatchObject({ status: 200 });
    });
  });
});
