/** A master, its replica and the Sentinels that promote it, all on loopback. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RedisServer, startRedis } from './redis.ts';
import { until } from './until.ts';

export interface RedisSentinelOptions {
  /** @defaultValue 1 */
  readonly sentinels?: 1 | 3;
}

export interface RedisSentinelGroup {
  /** By its name clients ask for the master. */
  readonly name: string;
  readonly sentinels: ReadonlyArray<{ readonly host: string; readonly port: number }>;
  /** The two servers in their roles at the start. */
  readonly master: RedisServer;
  readonly replica: RedisServer;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const NAME = 'countersign';

export async function startRedisSentinel(options: RedisSentinelOptions = {}): Promise<RedisSentinelGroup> {
  const count = options.sentinels ?? 1;
  const started: RedisServer[] = [];
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
  };
  const start = async (...input: Parameters<typeof startRedis>) => {
    const server = await startRedis(...input);
    started.push(server);
    return server;
  };
  try {
    const master = await start({ settings: { 'repl-diskless-sync-delay': '0' } });
    const replica = await start({ settings: { replicaof: `${HOST} ${master.port}` } });
    await until('the replica to have the data', async () =>
      (await replica.admin.info('replication')).includes('master_link_status:up'),
    );
    const sentinels: RedisServer[] = [];
    for (let index = 0; index < count; index += 1)
      sentinels.push(await startWatcher(start, { name: NAME, masterPort: master.port, count }));
    await Promise.all(sentinels.map((sentinel) => knowsAll(sentinel, count)));
    return { name: NAME, sentinels: sentinels.map(({ port }) => ({ host: HOST, port })), master, replica, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Watch {
  readonly name: string;
  readonly masterPort: number;
  /** Of all Sentinels that watch it. */
  readonly count: number;
}

function startWatcher(start: typeof startRedis, { name, masterPort, count }: Watch): Promise<RedisServer> {
  return start({
    role: 'sentinel',
    settings: { save: '' },
    prepare(folder, port) {
      const file = join(folder, 'sentinel.conf');
      const quorum = Math.floor(count / 2) + 1;
      const lines = [
        `port ${port}`,
        `sentinel monitor ${name} ${HOST} ${masterPort} ${quorum}`,
        `sentinel down-after-milliseconds ${name} 500`,
        `sentinel failover-timeout ${name} 3000`,
      ];
      writeFileSync(file, `${lines.join('\n')}\n`);
      return file;
    },
  });
}

/** A single Sentinel that tells clients where a server is. */
export function startRedisWatcher(watched: RedisServer, name: string): Promise<RedisServer> {
  return startWatcher(startRedis, { name, masterPort: watched.port, count: 1 });
}

/** A Sentinel learns of replicas and of the others by asking the master now and then. */
async function knowsAll(sentinel: RedisServer, count: number): Promise<void> {
  await until('the Sentinel to know replica and companions', async () => {
    const answer = (await sentinel.admin.call('SENTINEL', 'MASTER', NAME)) as string[];
    const facts = new Map<string, string>();
    for (let index = 0; index < answer.length; index += 2) facts.set(String(answer[index]), String(answer[index + 1]));
    return facts.get('num-slaves') === '1' && facts.get('num-other-sentinels') === String(count - 1);
  });
}
