/** Many calls about one number are under way when the connection is cut, and a client may send them all again. */

import { type FaultProxy, startFaultProxy } from '@countersign/test-servers/fault-proxy';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { until } from '@countersign/test-servers/until';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './support/create-engine-bed.ts';
import { type OpenedStore, openStore } from './support/open-store.ts';
import { issueInput, redeemInput, WRONG } from './support/store-calls.ts';

describe.each(['ioredis', 'node-redis'] as const)('calls that are under way together, by %s', (kind) => {
  let server: RedisServer;
  let proxy: FaultProxy;
  let opened: OpenedStore;

  beforeAll(async () => {
    server = await startRedis();
    proxy = await startFaultProxy(server.port);
    opened = await openStore({ kind, url: `redis://127.0.0.1:${proxy.port}`, prefix: 'otp:' });
  });
  afterEach(() => proxy.heal());
  afterAll(async () => {
    await opened?.close();
    await proxy?.stop();
    await server?.stop();
  });

  async function scriptCalls(): Promise<number> {
    const statistics = await server.admin.info('commandstats');
    return Number(/cmdstat_evalsha:calls=(\d+)/.exec(statistics)?.[1] ?? 0);
  }

  it('count once each when the connection is cut before their answers', async () => {
    const { store } = opened;
    const subject = `burst-${kind}`;
    // The server knows the scripts by now.
    await store.issue(issueInput({ subject: `${subject}-before` }));
    await store.redeem(redeemInput({ subject: `${subject}-before` }));
    const issued = [];
    for (const challengeId of ['guessed-at', 'redeemed']) {
      const issue = () => store.issue(issueInput({ subject, challengeId, maxAttempts: 10 }));
      issued.push(await until('the cooldown to pass', async () => (await issue()).status === 'issued'));
    }
    expect(issued).toEqual([true, true]);
    const before = await scriptCalls();
    proxy.fail({ kind: 'swallow-replies' });
    const answers = Promise.all([
      ask(store.redeem(redeemInput({ subject, challengeId: 'redeemed' }))),
      ...Array.from({ length: 8 }, () =>
        ask(store.redeem(redeemInput({ subject, challengeId: 'guessed-at', digests: [WRONG] }))),
      ),
    ]);
    await until('the server to have done it all', async () => (await scriptCalls()) >= before + 9);
    proxy.heal();
    const [right, ...guesses] = await answers;
    if (right !== undefined && 'value' in right) expect(right.value).toMatchObject({ status: 'accepted' });
    const told = guesses.flatMap((guess) => (guess !== undefined && 'value' in guess ? [guess.value] : []));
    for (const guess of told) expect(guess).toMatchObject({ status: 'mismatch' });
    const next = await until('the connection to be back', async () => {
      const asked = await ask(store.redeem(redeemInput({ subject, challengeId: 'guessed-at', digests: [WRONG] })));
      return 'value' in asked ? asked.value : undefined;
    });
    expect(next).toMatchObject({ status: 'mismatch', attemptsLeft: 1 });
  });
});
