/** The examples on stores that outlive them: chosen by a setting alone, and whoever goes on goes on where another ended. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '@countersign/test-servers/postgres';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleApp, startApp } from './example-app.ts';
import { begin, check, post, wrongCode } from './verification-client.ts';

const OTP_SECRET = 'a secret of the tests of 32 bytes and more';

describe('OTP_STORE', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-apps-'));
  let redis: RedisServer;
  let postgres: PostgresServer;
  const started: ExampleApp[] = [];

  beforeAll(async () => {
    [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(started.map((app) => app.end('SIGKILL')));
    await Promise.all([redis?.stop(), postgres?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(app: string, settings: Record<string, string>): Promise<ExampleApp> {
    const running = await startApp(app, settings);
    started.push(running);
    return running;
  }

  it.concurrent.each([
    // Nothing else is set, as in the README: the demo keeps a secret of its own then.
    ['pglite', () => ({ OTP_STORE: `pglite:${join(folder, 'data')}` })],
    ['redis', () => ({ OTP_STORE: redis.url, OTP_SECRET })],
    ['postgres', () => ({ OTP_STORE: postgres.url, OTP_SECRET })],
  ])(
    '%s keeps codes, tries and waits while apps are killed, stopped and replaced',
    async (_name, settingsOf) => {
      const settings = settingsOf();
      const killed = await start('express', settings);
      const first = await begin(killed, '+14155550111');
      expect(await check(killed, first.challenge, wrongCode(first.code))).toMatchObject({ body: { attemptsLeft: 4 } });
      await killed.end('SIGKILL');

      const stopped = await start('hono', settings);
      const again = await post(stopped, '/verifications', { phoneNumber: '+14155550111' });
      expect(again).toMatchObject({ status: 429, body: { code: 'cooldown' } });
      expect(await check(stopped, first.challenge, wrongCode(first.code))).toMatchObject({ body: { attemptsLeft: 3 } });
      const second = await begin(stopped, '+14155550112');
      expect(await stopped.end('SIGTERM')).toBe(0);

      const last = await start('express', settings);
      for (const { challenge, code } of [first, second]) {
        expect(await check(last, challenge, code)).toMatchObject({ status: 200 });
        expect(await check(last, challenge, code)).toMatchObject({ status: 410 });
      }
      expect(await last.end('SIGINT')).toBe(0);
    },
    60_000,
  );

  it('is closed at the end: PGlite leaves its data and no lock', () => {
    expect(readdirSync(folder)).toEqual(['data']);
  });
});
