/** What calls do while Redis does not answer, and that nothing of a client is changed for it. */

import type { EventEmitter } from 'node:events';
import type { CodeStore } from '@countersign/otp-core/spec';
import { type FaultProxy, startFaultProxy } from '@countersign/test-servers/fault-proxy';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { isDone, until } from '@countersign/test-servers/until';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRedisCodeStore, createRedisOnceStore, createRedisRateLimiter, type RedisClient } from './index.ts';
import { createNumberCaller, engineName } from './test-support/number-caller.ts';

const WRONG = engineName();
/** Only calls that have to miss it are made with the short one: a busy machine may take longer for the others. */
const [HASTY, PATIENT] = [{ commandTimeoutMs: 150 }, { commandTimeoutMs: 10_000 }];
const unavailable = (fault: string) => ({
  code: 'OTP_STORE_UNAVAILABLE',
  message: `Redis could not answer (${fault}).`,
});

let server: RedisServer;
let proxy: FaultProxy;
const ends: (() => void)[] = [];

beforeAll(async () => {
  server = await startRedis();
  proxy = await startFaultProxy(server.port);
});
afterEach(() => {
  proxy.heal();
  for (const end of ends.splice(0)) end();
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
});

function connectIoredis(port: number): Redis {
  const client = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 20 });
  client.on('error', () => {});
  ends.push(() => client.disconnect());
  return client;
}

async function connectNodeRedis(port: number) {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, socket: { reconnectStrategy: 20 } });
  client.on('error', () => {});
  await client.connect();
  ends.push(() => client.destroy());
  return client;
}

function isReady(client: RedisClient): boolean {
  return 'status' in client ? client.status === 'ready' : client.isReady === true;
}

/** As the port uses them; nothing about errors, which are for whoever made the client. */
function countListeners(client: RedisClient): readonly number[] {
  const emitter = client as unknown as EventEmitter;
  return ['ready', 'end', 'connect', 'disconnect', 'terminated', 'error'].map((name) => emitter.listenerCount(name));
}

const CONNECTORS = [
  ['ioredis', async (port: number): Promise<RedisClient> => connectIoredis(port)],
  ['redis', async (port: number): Promise<RedisClient> => connectNodeRedis(port)],
] as const;

describe.each(CONNECTORS)('with a client of %s', (_library, connect) => {
  it('ends every call at its deadline while the server hangs, and goes on once it answers', async () => {
    const client = await connect(proxy.port);
    const store = createRedisCodeStore({ client, ...HASTY });
    const patient = createRedisCodeStore({ client, ...PATIENT });
    const limiter = createRedisRateLimiter({ client, ...HASTY });
    const number = createNumberCaller(patient).by(store);
    await number.by(patient).issue();
    proxy.fail({ kind: 'hold' });
    const startedAtMs = performance.now();
    const call = { subject: number.subject, nowMs: null, purpose: 'default', challengeId: number.challengeId };
    const calls = [
      number.issue(),
      number.guess(WRONG),
      store.settle(call),
      store.unlock(call),
      store.discard({ ...call, cause: 'cancelled' }),
      limiter.take([{ key: 'k', max: 1, durationMs: 1000 }], null),
    ];
    for (const each of calls) await expect(each).rejects.toMatchObject(unavailable('TIMEOUT'));
    expect(performance.now() - startedAtMs).toBeLessThan(1500);
    proxy.heal();
    await until('it to be so', async () => (await store.unlock(call).catch(() => 'not yet')) === undefined);
  });

  it('ends a call when its caller has no more time, and goes on with the others', async () => {
    const client = await connect(proxy.port);
    const store = createRedisCodeStore({ client, commandTimeoutMs: 60_000 });
    const number = createNumberCaller(store);
    await number.issue();
    proxy.fail({ kind: 'hold' });
    const call = { subject: number.subject, nowMs: null };
    const patient = store.unlock(call);
    await expect(store.unlock(call, { timeoutMs: 50 })).rejects.toMatchObject(unavailable('TIMEOUT'));
    proxy.heal();
    await patient;
  });

  it('waits for a connection within the deadline and sends nothing of what was given up', async () => {
    const client = await connect(proxy.port);
    const store = createRedisCodeStore({ client, ...HASTY });
    const patient = createRedisCodeStore({ client, ...PATIENT });
    const number = createNumberCaller(patient);
    await number.issue();
    await number.guess(WRONG);
    proxy.fail({ kind: 'hold' });
    proxy.cutAll();
    await until('it to be so', () => !isReady(client));
    await server.admin.config('RESETSTAT');
    for (const guess of [1, 2, 3].map(() => number.by(store).guess(WRONG))) {
      await expect(guess).rejects.toMatchObject(unavailable('TIMEOUT'));
    }
    proxy.heal();
    await until('it to be so', () => isReady(client));
    expect(await number.guess(WRONG)).toMatchObject({ attemptsLeft: 3 });
    expect(await server.admin.info('commandstats')).toContain('cmdstat_evalsha:calls=1,');
  });

  it('is served as soon as the connection is back, if that is in time', async () => {
    const client = await connect(proxy.port);
    const store = createRedisCodeStore({ client, ...PATIENT });
    const number = createNumberCaller(store);
    await number.issue();
    proxy.fail({ kind: 'hold' });
    proxy.cutAll();
    await until('it to be so', () => !isReady(client));
    const guess = number.guess(WRONG);
    proxy.heal();
    expect(await guess).toMatchObject({ status: 'mismatch', attemptsLeft: 4 });
  });

  it('neither closes the client nor leaves a listener behind', async () => {
    const client = await connect(proxy.port);
    const before = countListeners(client);
    const store = createRedisCodeStore({ client, ...HASTY });
    await until('the store to be used once', () => isDone(createNumberCaller(store).issue()));
    proxy.fail({ kind: 'hold' });
    proxy.cutAll();
    await until('it to be so', () => !isReady(client));
    const waiting = [createNumberCaller(store).issue(), createNumberCaller(store).issue()];
    for (const each of waiting) await expect(each).rejects.toMatchObject(unavailable('TIMEOUT'));
    const cutShort = createNumberCaller(store).issue();
    await Promise.all([store.close?.(), store.close?.()]);
    await expect(cutShort).rejects.toMatchObject(unavailable('CLOSED'));
    await expect(createNumberCaller(store).issue()).rejects.toMatchObject(unavailable('CLOSED'));
    proxy.heal();
    const another = createRedisCodeStore({ client, ...PATIENT });
    expect(await createNumberCaller(another).issue()).toMatchObject({ status: 'issued' });
    expect(countListeners(client)).toEqual(before);
  });
});

describe('createRedisCodeStore', () => {
  it.each(['hold', 'hold-replies'] as const)(
    'gives a claim back that was made and not heard of (%s), as whoever asked for it does nothing',
    async (kind) => {
      const client = connectIoredis(proxy.port);
      const once = createRedisOnceStore({ client, ...HASTY });
      const others = createRedisOnceStore({ client: connectIoredis(server.port) });
      const claim = { key: `slow-${kind}`, ttlMs: 60_000, holdMs: 30_000, nowMs: null };
      await until('the client to be connected', () => isDone(once.claim({ ...claim, key: `warm-${kind}` })));
      proxy.fail({ kind });
      await expect(once.claim(claim)).rejects.toMatchObject(unavailable('TIMEOUT'));
      proxy.heal();
      await expect.poll(() => others.claim(claim), { timeout: 10_000 }).toMatchObject({ status: 'claimed' });
      // And it stays with whoever has it now.
      await new Promise<void>((resolve) => setTimeout(resolve, 1_000));
      expect(await others.claim(claim)).toMatchObject({ status: 'under-way' });
    },
  );

  it('connects a client of ioredis that connects on first use', async () => {
    const client = new Redis({ port: server.port, host: '127.0.0.1', lazyConnect: true });
    ends.push(() => client.disconnect());
    const store = createRedisCodeStore({ client });
    expect(await createNumberCaller(store).issue()).toMatchObject({ status: 'issued' });
  });

  it('fails at once with a client that is closed, or that nobody has connected', async () => {
    const closed = connectIoredis(server.port);
    closed.disconnect();
    await until('it to be so', () => closed.status === 'end');
    for (const client of [closed, createClient({ url: server.url })]) {
      const store: CodeStore = createRedisCodeStore({ client });
      await expect(createNumberCaller(store).issue()).rejects.toMatchObject(unavailable('CLIENT_CLOSED'));
    }
  });

  it('ends what is under way when it is closed', async () => {
    const store = createRedisCodeStore({ client: connectIoredis(proxy.port) });
    proxy.fail({ kind: 'hold' });
    const waiting = createNumberCaller(store).issue();
    await store.close?.();
    await expect(waiting).rejects.toMatchObject(unavailable('CLOSED'));
    proxy.heal();
  });

  it.each([
    ['-evalsha', 'NOPERM'],
    ['-set', 'SCRIPT_FAILED'],
  ])('tells a fault by its name alone, for a user with %s', async (rule, fault) => {
    await server.admin.acl('SETUSER', 'limited', 'reset', 'on', '>password', '~*', '+@all', rule);
    const client = new Redis({ port: server.port, username: 'limited', password: 'password' });
    ends.push(() => client.disconnect());
    const number = createNumberCaller(createRedisCodeStore({ client, onWarning: () => {} }));
    const error: unknown = await number.issue().catch((each: unknown) => each);
    expect(error).toMatchObject(unavailable(fault));
    expect(JSON.stringify(error) + String(error)).not.toContain(number.subject);
    expect(Object.keys(error as object).sort()).toEqual(['code', 'fault', 'name']);
  });
});
