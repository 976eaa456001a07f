/** Servers that are slow, silent, cut off or gone. */

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { startFaultProxy } from '@countersign/test-servers/fault-proxy';
import { startPostgres } from '@countersign/test-servers/postgres';
import { isDone, until } from '@countersign/test-servers/until';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { createPostgresOnceStore, migrate } from './index.ts';
import { issueInput, rightGuess, wrongGuess } from './test-support/calls.ts';
import { createTestBed, refusalOf } from './test-support/test-bed.ts';

const bed = createTestBed();

function openPostgresJs(url: string) {
  const sql = postgres(url, { max: 1 });
  bed.later(() => sql.end({ timeout: 1 }));
  return sql;
}

/** Takes its only connection. Resolves after the release once all that waited for it has been served. */
async function holdPool() {
  const client = bed.openPool({ max: 1 });
  const held = await client.connect();
  const release = async () => {
    held.release();
    await client.query('SELECT 1');
  };
  return { client, release };
}

async function holdPostgresJs() {
  const client = openPostgresJs(bed.server.url);
  const held = await client.reserve();
  const release = async () => {
    held.release();
    await client`SELECT 1`;
  };
  return { client, release };
}

describe('createPostgresCodeStore', () => {
  it.each([
    ['pg', holdPool],
    ['postgres.js', holdPostgresJs],
  ] as const)(
    'gives 200 calls up in time when the one connection of %s is busy, and none of them counts afterwards',
    async (_library, hold) => {
      const { client, release } = await hold();
      const store = bed.openStore({ client, queryTimeoutMs: 300 });
      const others = bed.openStore({ client: bed.admin });
      const input = issueInput();
      await others.issue(input);
      // Every other one about the same number, which wait for each other as well.
      const calls = Array.from({ length: 100 }, () => [
        store.redeem(wrongGuess(input)),
        store.issue(issueInput()),
      ]).flat();
      for (const error of await Promise.all(calls.map(refusalOf))) expect(error.fault).toBe('TIMEOUT');
      await release();
      expect(await others.redeem(wrongGuess(input))).toMatchObject({ status: 'mismatch', attemptsLeft: 4 });
    },
  );

  it('never counts what was given up while postgres.js was still connecting, and uses that connection', async () => {
    let connections = 0;
    const gate = createServer(() => void connections++).listen(0, '127.0.0.1');
    await once(gate, 'listening');
    const kept = once(gate, 'connection') as Promise<[Socket]>;
    bed.later(async () => void gate.close());
    const { port } = gate.address() as { port: number };
    const sql = openPostgresJs(bed.server.url.replace(`:${bed.server.port}`, `:${port}`));
    const store = bed.openStore({ client: sql, queryTimeoutMs: 100 });
    const input = issueInput();
    const others = bed.openStore({ client: bed.admin });
    await others.issue(input);
    await refusalOf(store.redeem(wrongGuess(input)));
    const [socket] = await kept;
    socket.pipe(connect(bed.server.port, '127.0.0.1')).pipe(socket);
    await sql`SELECT 1`;
    expect(connections).toBe(1);
    expect(await others.redeem(wrongGuess(input))).toMatchObject({ status: 'mismatch', attemptsLeft: 4 });
  });

  it('gives up on a server that accepts connections and says nothing', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    bed.later(async () => void silent.close());
    const { port } = silent.address() as { port: number };
    for (const library of ['pg', 'postgres'] as const) {
      const store = bed.openStore({
        url: `postgres://postgres@127.0.0.1:${port}/postgres`,
        library,
        queryTimeoutMs: 200,
      });
      await Promise.all([1, 2, 3].map(() => refusalOf(store.issue(issueInput()))));
    }
  });

  it.each(['pg', 'postgres'] as const)('goes on by itself after a server hung, with %s', async (library) => {
    const proxy = await startFaultProxy(bed.server.port);
    bed.later(() => proxy.stop());
    const url = bed.server.url.replace(`:${bed.server.port}`, `:${proxy.port}`);
    const store = bed.openStore({ url, library, maxConnections: 1, queryTimeoutMs: 10_000 });
    await store.ready();
    const input = issueInput();
    await store.issue(input);
    proxy.fail({ kind: 'freeze' });
    await Promise.all(Array.from({ length: 10 }, () => refusalOf(store.issue(issueInput(), { timeoutMs: 500 }))));
    proxy.heal();
    const answer = () => store.redeem(rightGuess(input)).catch(() => null);
    await expect.poll(answer, { timeout: 10_000 }).toMatchObject({ status: 'accepted' });
  });

  it('does not ask again when the connection breaks in the middle of the answer', async () => {
    const proxy = await startFaultProxy(bed.server.port);
    bed.later(() => proxy.stop());
    const url = bed.server.url.replace(`:${bed.server.port}`, `:${proxy.port}`);
    const store = bed.openStore({ url, maxConnections: 1 });
    const input = issueInput();
    await store.issue(input);
    await store.redeem(wrongGuess(input));
    for (const [replyBytes, attemptsLeft] of [
      [0, 2],
      [9, 0],
    ] as const) {
      void proxy.cutReplyAfter(replyBytes);
      await refusalOf(store.redeem(wrongGuess(input)));
      // The guess under way was counted: once, and for nobody's good.
      expect(await store.redeem(wrongGuess(input))).toMatchObject({ status: 'mismatch', attemptsLeft });
    }
  });

  it('gives a claim back that was made and not heard of, as whoever asked for it does nothing', async () => {
    const others = createPostgresOnceStore({ client: bed.admin });
    const url = bed.server.url;
    const once = createPostgresOnceStore({ url, queryTimeoutMs: 300, maxConnections: 2 });
    bed.later(() => once.close());
    const claim = { ttlMs: 60_000, holdMs: 30_000, nowMs: null };
    await until('the store to be connected', () => isDone(once.claim({ ...claim, key: 'warm' })));
    // Whoever waits for a lock does not notice that nobody waits for the answer.
    const lock = await bed.admin.connect();
    await lock.query('BEGIN; LOCK TABLE countersign.otp_once IN ACCESS EXCLUSIVE MODE');
    await refusalOf(once.claim({ ...claim, key: 'slow' }));
    await lock.query('COMMIT');
    lock.release();
    const again = () => others.claim({ ...claim, key: 'slow' });
    await expect.poll(again, { timeout: 15_000, interval: 200 }).toMatchObject({ status: 'claimed' });
  });

  it('says that the tables are missing, and what to do', async () => {
    const store = bed.openStore({ client: bed.admin, schema: 'nowhere' });
    for (const error of await Promise.all([store.issue(issueInput()), store.ready()].map(refusalOf))) {
      expect(error).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE', message: expect.stringContaining('run migrate()') });
    }
  });

  it('works again after the server was gone, without being made anew', async () => {
    const own = await startPostgres();
    bed.later(() => own.stop());
    await migrate({ url: own.url });
    for (const library of ['pg', 'postgres'] as const) {
      const store = bed.openStore({ url: own.url, library });
      const input = issueInput();
      await store.issue(input);
      await own.shutDown('killed');
      await refusalOf(store.redeem(rightGuess(input)));
      await own.startAgain();
      const answer = () => store.redeem(rightGuess(input)).catch(() => null);
      await expect.poll(answer, { timeout: 10_000 }).toMatchObject({ status: 'accepted' });
    }
  });
});
