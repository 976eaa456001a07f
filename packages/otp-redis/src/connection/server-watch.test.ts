import { setImmediate } from 'node:timers/promises';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { until } from '@countersign/test-servers/until';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedisCodeStore, type RedisWarning } from '../index.ts';
import { createNumberCaller } from '../test-support/number-caller.ts';
import type { RedisPort } from './redis-port.ts';
import { createServerWatch } from './server-watch.ts';

/** What is said about a server that describes itself so. */
async function warningsFor(describeServers: RedisPort['describeServers']): Promise<readonly RedisWarning[]> {
  const warnings: RedisWarning[] = [];
  const watch = createServerWatch((warning) => warnings.push(warning));
  const port = { describeServers } as RedisPort;
  watch.onReply(port);
  watch.onReply(port);
  await setImmediate();
  return warnings;
}

describe('createServerWatch', () => {
  it.each(['allkeys-lru', 'allkeys-random', 'volatile-lfu', 'volatile-ttl'])('warns of %s', async (policy) => {
    const warnings = await warningsFor(async () => [`redis_version:7.2.4\r\nmaxmemory_policy:${policy}\r\n`]);
    expect(warnings).toEqual([{ type: 'evicting-policy', policy, message: expect.stringContaining(policy) }]);
  });

  it('has nothing to say about a server that is as it should be', async () => {
    expect(await warningsFor(async () => ['redis_version:6.2.0\r\nmaxmemory_policy:noeviction\r\n'])).toEqual([]);
  });

  it('finds the one node of a Cluster that evicts, and tells it once', async () => {
    const nodes = ['noeviction', 'allkeys-lru', 'allkeys-lru'].map(
      (policy) => `redis_version:7.2.4\r\nmaxmemory_policy:${policy}\r\n`,
    );
    expect((await warningsFor(async () => nodes)).map(({ type }) => type)).toEqual(['evicting-policy']);
  });

  it.each(['6.0.16', '5.0.14', '6.1.9'])('warns of version %s', async (version) => {
    const information = `redis_version:${version}\r\nmaxmemory_policy:noeviction\r\n`;
    expect(await warningsFor(async () => [information])).toMatchObject([{ type: 'server-too-old', version }]);
  });

  it('says that it does not know where the server does not tell', async () => {
    expect(await warningsFor(async () => ['redis_version:7.2.4\r\n'])).toMatchObject([{ type: 'unknown-policy' }]);
    expect(await warningsFor(() => Promise.reject(new Error('NOPERM')))).toMatchObject([{ type: 'unknown-policy' }]);
  });
});

describe('createRedisCodeStore', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis({ settings: { 'maxmemory-policy': 'allkeys-lru' } });
  });
  afterAll(() => server.stop());

  it('tells of a server that may evict counters, after the first call and not before it', async () => {
    const warnings: RedisWarning[] = [];
    const store = createRedisCodeStore({ client: server.admin, onWarning: (warning) => warnings.push(warning) });
    await createNumberCaller(store).issue();
    await until('it to be so', () => warnings.length > 0);
    expect(warnings).toMatchObject([{ type: 'evicting-policy', policy: 'allkeys-lru' }]);
  });

  it('warns the process where nobody listens, and minds no listener that throws', async () => {
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    await createNumberCaller(createRedisCodeStore({ client: server.admin })).issue();
    expect(await warned).toMatchObject({ name: 'CountersignRedisWarning', code: 'evicting-policy' });
    let calls = 0;
    const onWarning = () => {
      calls += 1;
      throw new Error('a listener of theirs');
    };
    await createNumberCaller(createRedisCodeStore({ client: server.admin, onWarning })).issue();
    await until('it to be so', () => calls > 0);
  });

  it('leaves no rejection of an async listener to the process', async () => {
    const rejections: unknown[] = [];
    const keep = (reason: unknown) => void rejections.push(reason);
    process.on('unhandledRejection', keep);
    let calls = 0;
    const onWarning = async () => {
      calls += 1;
      throw new Error('a listener of theirs');
    };
    await createNumberCaller(createRedisCodeStore({ client: server.admin, onWarning })).issue();
    await until('it to be so', () => calls > 0);
    await setImmediate();
    process.off('unhandledRejection', keep);
    expect(rejections).toEqual([]);
  });

  it('tells that scripts are not allowed, once, and fails each call', async () => {
    await server.admin.acl('SETUSER', 'scriptless', 'on', '>p', '~*', '+@all', '-@scripting');
    const client = server.admin.duplicate({ username: 'scriptless', password: 'p' });
    const warnings: RedisWarning[] = [];
    const store = createRedisCodeStore({ client, onWarning: (warning) => warnings.push(warning) });
    for (let call = 0; call < 2; call += 1) {
      await expect(createNumberCaller(store).issue()).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    }
    expect(warnings).toMatchObject([{ type: 'scripts-not-allowed' }]);
    client.disconnect();
  });
});
