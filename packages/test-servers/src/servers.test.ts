/** The servers that the store tests run on. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { startPostgres } from './postgres.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { startRedis } from './redis.ts';
import { startRedisCluster } from './redis-cluster.ts';
import { startRedisSentinel } from './redis-sentinel.ts';
import { startWorker } from './start-worker.ts';
import { until } from './until.ts';

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(text);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

describe('startRedis', () => {
  it('keeps what it is set to keep over a crash, and nothing after its end', async () => {
    const server = await startRedis({ settings: { appendonly: 'yes', appendfsync: 'always' } });
    const [, folder = ''] = (await server.admin.config('GET', 'dir')) as string[];
    await server.admin.set('kept', 'yes');
    await server.shutDown('killed');
    expect(await accepts(server.port)).toBe(false);
    await server.startAgain();
    expect(await server.admin.get('kept')).toBe('yes');
    await server.stop();
    expect(await accepts(server.port)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it('says why a server does not start, and leaves nothing behind', async () => {
    await expect(startRedis({ settings: { maxmemory: 'plenty' } })).rejects.toThrow(/maxmemory/);
  });
});

describe('startRedisCluster', () => {
  it('spreads the slots over three masters and knows who holds a key', async () => {
    const cluster = await startRedisCluster();
    try {
      for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
        const master = await cluster.masterOf(key);
        expect(await master.admin.set(key, 'here')).toBe('OK');
      }
      const sizes = await Promise.all(cluster.masters.map(({ admin }) => admin.dbsize()));
      expect(sizes.reduce((sum, size) => sum + size)).toBe(6);
    } finally {
      await cluster.stop();
    }
  });
});

describe('startRedisSentinel', () => {
  it('has a replica with the data and a Sentinel that promotes it', async () => {
    const group = await startRedisSentinel();
    const client = new Redis({ sentinels: [...group.sentinels], name: group.name, lazyConnect: true });
    client.on('error', () => undefined);
    try {
      await client.set('kept', 'yes');
      expect(await client.wait(1, 5_000)).toBe(1);
      await group.master.shutDown('killed');
      await until('the promotion', async () => (await group.replica.admin.info('replication')).includes('role:master'));
      expect(await client.get('kept')).toBe('yes');
    } finally {
      client.disconnect();
      await group.stop();
    }
  });
});

describe('startPostgres', () => {
  it('serves at the isolation that a connection asks for, and keeps data over a crash', async () => {
    const server = await startPostgres();
    try {
      for (const isolation of ['read committed', 'repeatable read', 'serializable'] as const) {
        expect(await ask(server.urlAt(isolation), 'SHOW transaction_isolation')).toBe(isolation);
      }
      await ask(server.url, "CREATE TABLE kept AS SELECT 'yes' AS is_kept");
      await server.shutDown('killed');
      await server.startAgain();
      expect(await ask(server.url, 'SELECT is_kept FROM kept')).toBe('yes');
      expect(server.hasStatistics).toBe(true);
      await ask(server.url, 'CREATE EXTENSION pg_stat_statements');
      expect(Number(await ask(server.url, 'SELECT count(*) FROM pg_stat_statements'))).toBeGreaterThan(0);
    } finally {
      await server.stop();
    }
    expect(existsSync(server.dataFolder)).toBe(false);
  });
});

describe('postgresPrograms', () => {
  it('copies programs to where their user can read them, if it cannot where they are', () => {
    const closed = mkdtempSync(join(tmpdir(), 'countersign-closed-'));
    const installed = join(closed, 'native');
    mkdirSync(join(installed, 'bin'), { recursive: true });
    writeFileSync(join(installed, 'bin/postgres'), 'a program', { mode: 0o755 });
    const user = { uid: 1, gid: 1 };
    const programs = postgresPrograms(user, installed);
    expect(programs.postgres.startsWith(closed)).toBe(false);
    expect(statSync(programs.postgres).mode & 0o005).toBe(0o005);
    programs.remove();
    expect(existsSync(programs.postgres)).toBe(false);
    expect(postgresPrograms(undefined, installed).postgres).toBe(join(installed, 'bin/postgres'));
    chmodSync(closed, 0o700);
    rmSync(closed, { recursive: true });
  });
});

describe('a server', () => {
  it('is gone, and its folder with it, soon after the process that started it was killed', async () => {
    const owner = await startWorker<'start'>(new URL('./test-support/dying-owner.ts', import.meta.url));
    const started = await owner.ask<{ ports: number[]; folders: string[] }>('start');
    expect(await Promise.all(started.ports.map(accepts))).toEqual([true, true]);
    await owner.kill();
    await until('the servers to end', async () =>
      (await Promise.all(started.ports.map(accepts))).every((each) => !each),
    );
    await until('their folders to be removed', () => started.folders.every((folder) => !existsSync(folder)));
  });
});
