/** Servers that are slow, silent, cut off or gone. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { migrate } from './index.ts';
import { issueInput, rightGuess, wrongGuess } from './test-support/calls.ts';
import { startPostgres } from './test-support/start-postgres.ts';
import { startProxy } from './test-support/start-proxy.ts';
import { createTestBed, refusalOf } from './test-support/test-bed.ts';

const bed = createTestBed();

describe('createPostgresCodeStore', () => {
  it('gives 200 calls up in time when a pool of one is busy, and none of them counts afterwards', async () => {
    const client = bed.openPool({ max: 1 });
    const store = bed.openStore({ client, queryTimeoutMs: 300 });
    const input = issueInput();
    await store.issue(input);
    const held = await client.connect();
    // Every other one about the same number, which wait for each other as well.
    const calls = Array.from({ length: 100 }, () => [
      store.redeem(wrongGuess(input)),
      store.issue(issueInput()),
    ]).flat();
    await Promise.all(calls.map(refusalOf));
    held.release();
    expect(await store.redeem(wrongGuess(input))).toMatchObject({ status: 'mismatch', attemptsLeft: 4 });
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
    const proxy = await startProxy(bed.server.port);
    bed.later(() => proxy.close());
    const url = bed.server.url().replace(`:${bed.server.port}`, `:${proxy.port}`);
    const store = bed.openStore({ url, library, maxConnections: 1, queryTimeoutMs: 500 });
    await store.ready();
    const input = issueInput();
    await store.issue(input);
    proxy.freeze();
    await Promise.all(Array.from({ length: 10 }, () => refusalOf(store.issue(issueInput()))));
    proxy.thaw();
    const answer = () => store.redeem(rightGuess(input)).catch(() => null);
    await expect.poll(answer, { timeout: 10_000 }).toMatchObject({ status: 'accepted' });
  });

  it('does not ask again when the connection breaks in the middle of the answer', async () => {
    const proxy = await startProxy(bed.server.port);
    bed.later(() => proxy.close());
    const url = bed.server.url().replace(`:${bed.server.port}`, `:${proxy.port}`);
    const store = bed.openStore({ url, maxConnections: 1 });
    const input = issueInput();
    await store.issue(input);
    await store.redeem(wrongGuess(input));
    for (const [replyBytes, attemptsLeft] of [
      [0, 2],
      [9, 0],
    ] as const) {
      proxy.cutAfter(replyBytes);
      await refusalOf(store.redeem(wrongGuess(input)));
      // The guess under way was counted: once, and for nobody's good.
      expect(await store.redeem(wrongGuess(input))).toMatchObject({ status: 'mismatch', attemptsLeft });
    }
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
    await migrate({ url: own.url() });
    for (const library of ['pg', 'postgres'] as const) {
      const store = bed.openStore({ url: own.url(), library });
      const input = issueInput();
      await store.issue(input);
      await own.crash();
      await refusalOf(store.redeem(rightGuess(input)));
      await own.start();
      const answer = () => store.redeem(rightGuess(input)).catch(() => null);
      await expect.poll(answer, { timeout: 10_000 }).toMatchObject({ status: 'accepted' });
    }
  });
});
