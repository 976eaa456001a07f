/** Many people at once, and many requests one after another. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type PostgresServer, startPostgres } from '@countersign/test-servers/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPS } from '../example-app.ts';
import { newNumber } from './support/each-app-and-store.ts';
import { type RecipeApp, startRecipeApp } from './support/recipe-app.ts';
import { type Post, sendMany } from './support/send-many.ts';

const PEOPLE = 200;
const BEARER = { 'x-auth-strategy': 'bearer' };

/** All four recipes, one after another, as one person would. What is left at the end. */
async function goThrough(app: RecipeApp, from: string): Promise<readonly number[]> {
  const phoneNumber = newNumber();
  const statuses: number[] = [];
  const post = async (path: string, body: object, headers = {}) => {
    const answer = await app.post(path, body, { from, headers });
    statuses.push(answer.status);
    return answer.body;
  };
  let messages = 0;
  const nextCode = () => app.codeOf(phoneNumber, ++messages);
  await post('/auth/request-otp', { phone_number: phoneNumber });
  await post('/auth/verify-otp', { phone_number: phoneNumber, otp: await nextCode() });
  await post('/send-code', { phoneNumber });
  await post('/verify-code', { phoneNumber, smsCode: await nextCode() });
  const { id } = await post('/register', { phoneNumber });
  const { data } = await post('/request-otp', { phoneNumber });
  const { verificationId } = data as { verificationId: string };
  await post('/verify-otp', { verificationId, code: await nextCode() });
  await post('/auth/sms/send', { userId: id });
  const opened = await post('/auth/sms/verify', { userId: id, code: await nextCode() }, BEARER);
  const renewed = await post('/auth/refresh', { refreshToken: opened.refreshToken }, BEARER);
  await post('/auth/logout', { refreshToken: renewed.refreshToken }, BEARER);
  await post('/auth/refresh', { refreshToken: renewed.refreshToken }, BEARER);
  expect(app.messagesTo(phoneNumber)).toBe(messages);
  return statuses;
}

/** What a request may leave behind. A body, a number or a session that stayed would be more. */
const MOST_BYTES_KEPT_A_REQUEST = 333;

/** Some of the answers are held back: with few connections, the test would mostly wait for those. */
const CONNECTIONS = 256;

const AS_IT_SHOULD_BE = [200, 200, 200, 200, 201, 200, 200, 200, 200, 200, 200, 401];

describe('crowds', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 180_000);
  afterAll(async () => postgres?.stop());

  describe.each(APPS)('apps/%s', (name) => {
    it(`takes ${PEOPLE} people at once through all four recipes, and loses nothing`, async () => {
      const settings = {
        OTP_STORE: postgres.url,
        DATABASE_URL: postgres.url,
        OTP_SECRET: `the-secret-of-${name}-for-its-own-limits`,
      };
      const app = await startRecipeApp(name, settings);
      try {
        const all = await Promise.all(
          Array.from({ length: PEOPLE }, (_none, person) => goThrough(app, `10.${person}.0.1`)),
        );
        expect(all.filter((statuses) => String(statuses) !== String(AS_IT_SHOULD_BE))).toEqual([]);
      } finally {
        await app.close();
      }
    }, 180_000);

    it('needs no more memory after 20,000 requests than after the first of them', async () => {
      const app = await startRecipeApp(name, { OTP_ANSWER_AFTER_MS: '100' });
      try {
        const first = await sendMany(app.url, cheapPosts({ from: 0, to: 8_000 }), CONNECTIONS);
        const before = await usedBytes();
        const rest = await sendMany(app.url, cheapPosts({ from: 8_000, to: 20_000 }), CONNECTIONS);
        expect(((await usedBytes()) - before) / 12_000).toBeLessThan(MOST_BYTES_KEPT_A_REQUEST);
        expect([...first.keys(), ...rest.keys()].filter((status) => status >= 500)).toEqual([]);
        expect(sum(first.values()) + sum(rest.values())).toBe(20_000);
      } finally {
        await app.close();
      }
    }, 180_000);
  });
});

const sum = (counts: Iterable<number>) => [...counts].reduce((total, count) => total + count, 0);

const NUMBERS = Array.from({ length: 50 }, newNumber);

/** Cheap requests of every kind, of 200 addresses: what is asked for, what is refused, what makes no sense. */
function* cheapPosts({ from, to }: { from: number; to: number }): Iterable<Post> {
  for (let turn = from; turn < to; turn += 1) {
    const phoneNumber = NUMBERS[turn % NUMBERS.length];
    const bodies: ReadonlyArray<readonly [path: string, body: object]> = [
      ['/auth/verify-otp', { phone_number: phoneNumber, otp: '123456' }],
      ['/send-code', { phoneNumber }],
      ['/verify-code', { phoneNumber, smsCode: '123456' }],
      ['/verify-otp', { verificationId: 'none', code: '1234' }],
      ['/auth/sms/verify', { userId: '123', code: '123456' }],
      ['/auth/refresh', { refreshToken: 'none' }],
      ['/auth/request-otp', {}],
    ];
    const [path, body] = bodies[turn % bodies.length] ?? ['/health', {}];
    yield { path, body, headers: { 'x-forwarded-for': `10.9.${turn % 200}.1`, ...BEARER } };
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What is held only until its finalizer has run is given the turns for it. */
async function usedBytes(): Promise<number> {
  for (let round = 0; round < 10; round += 1) {
    collectGarbage();
    await nextTurn();
  }
  return process.memoryUsage().heapUsed;
}
