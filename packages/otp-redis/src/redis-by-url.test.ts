/** Stores that make their own client, of either library, for each kind of deployment. */

import { startFaultProxy } from '@countersign/test-servers/fault-proxy';
import { startRedis } from '@countersign/test-servers/redis';
import { startRedisCluster } from '@countersign/test-servers/redis-cluster';
import { startRedisWatcher } from '@countersign/test-servers/redis-sentinel';
import { until } from '@countersign/test-servers/until';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedisCodeStore, createRedisRateLimiter, createRedisStores } from './index.ts';
import { createNumberCaller } from './test-support/number-caller.ts';

const urls = { single: '', cluster: '', sentinel: '' };
const started: { stop(): Promise<void> }[] = [];
let connectedClients: () => Promise<number>;

beforeAll(async () => {
  const [server, cluster] = await Promise.all([startRedis(), startRedisCluster()]);
  const sentinel = await startRedisWatcher(server, 'main');
  started.push(sentinel, server, cluster);
  await server.admin.acl('SETUSER', 'otp', 'on', '>p:/@?%', '~otp:*', '&*', '+@all');
  urls.single = `redis://otp:${encodeURIComponent('p:/@?%')}@127.0.0.1:${server.port}/3`;
  urls.cluster = `redis+cluster://${cluster.masters.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  urls.sentinel = `redis+sentinel://127.0.0.1:${sentinel.port}/main`;
  connectedClients = async () => String(await server.admin.client('LIST')).split('user=otp').length - 1;
}, 30_000);
afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
});

describe.each(['single', 'cluster', 'sentinel'] as const)('a store by the address of a %s deployment', (kind) => {
  it.each(['ioredis', 'redis'] as const)('works through %s', async (library) => {
    const options = { url: urls[kind], library, commandTimeoutMs: 5000 };
    const [store, limiter] = [createRedisCodeStore(options), createRedisRateLimiter(options)];
    const number = createNumberCaller(store);
    expect(await number.issue()).toMatchObject({ status: 'issued' });
    expect(await number.guess(number.right)).toMatchObject({ status: 'accepted' });
    const windows = [{ key: number.subject, max: 1, durationMs: 60_000 }];
    expect(await limiter.take(windows, null)).toEqual({ status: 'allowed' });
    expect(await limiter.take(windows, null)).toMatchObject({ status: 'limited' });
    await store.close?.();
    await limiter.close?.();
    await expect(number.issue()).rejects.toMatchObject({ message: 'Redis could not answer (CLOSED).' });
  });
});

describe('createRedisCodeStore', () => {
  it('connects on first use and ends its connections when it is closed, even while it connects', async () => {
    const store = createRedisCodeStore({ url: urls.single });
    expect(await connectedClients()).toBe(0);
    await createNumberCaller(store).issue();
    expect(await connectedClients()).toBe(1);
    await store.close?.();
    const early = createRedisCodeStore({ url: urls.single });
    const waiting = createNumberCaller(early).issue();
    await early.close?.();
    await expect(waiting).rejects.toMatchObject({ message: 'Redis could not answer (CLOSED).' });
    await until('it to be so', async () => (await connectedClients()) === 0);
  });

  it.each(['ioredis', 'redis'] as const)('fails within the deadline where nobody listens, with %s', async (library) => {
    const store = createRedisCodeStore({ url: 'redis://127.0.0.1:1', library, commandTimeoutMs: 100 });
    await expect(createNumberCaller(store).issue()).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    await store.close?.();
  });

  it.each([
    ['cluster', 'ioredis'],
    ['cluster', 'redis'],
    ['sentinel', 'ioredis'],
    ['sentinel', 'redis'],
  ] as const)('reaches a %s that was away at first, through %s', async (kind, library) => {
    const address = new URL(urls[kind].replace(/,.*$/, ''));
    const proxy = await startFaultProxy(Number(address.port));
    proxy.fail({ kind: 'hold' });
    proxy.cutAll();
    const url = `redis+${kind}://127.0.0.1:${proxy.port}${kind === 'sentinel' ? '/main' : ''}`;
    const store = createRedisCodeStore({ url, library, commandTimeoutMs: 200 });
    await expect(createNumberCaller(store).issue()).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    proxy.fail({ kind: 'hold' });
    proxy.cutAll();
    proxy.heal();
    await until(
      'it to be so',
      async () =>
        (await createNumberCaller(store)
          .issue()
          .catch(() => null)) !== null,
    );
    await store.close?.();
    await proxy.stop();
  });
});

describe('createRedisStores', () => {
  it.each(['ioredis', 'redis'] as const)(
    'opens one connection of %s for both, and ends it with the last',
    async (library) => {
      const { store, rateLimiter } = createRedisStores({ url: urls.single, library });
      const windows = [{ key: `both ${library}`, max: 2, durationMs: 60_000 }];
      const number = createNumberCaller(store);
      await Promise.all([number.issue(), rateLimiter.take(windows, null)]);
      expect(await connectedClients()).toBe(1);
      await store.close?.();
      await store.close?.();
      await expect(number.issue()).rejects.toMatchObject({ message: 'Redis could not answer (CLOSED).' });
      expect(await rateLimiter.take(windows, null)).toEqual({ status: 'allowed' });
      await rateLimiter.close?.();
      await until('it to be so', async () => (await connectedClients()) === 0);
    },
  );

  it('refuses what makes no sense in its own name', () => {
    expect(() => createRedisStores({ url: 'http://h' })).toThrow(/^createRedisStores: /);
  });
});
