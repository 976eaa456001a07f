/** A master dies and its replica takes over, while engines go on. */

import type { RedisServer } from '@countersign/test-servers/redis';
import { startRedisCluster } from '@countersign/test-servers/redis-cluster';
import { startRedisSentinel } from '@countersign/test-servers/redis-sentinel';
import { until } from '@countersign/test-servers/until';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, createEngineBed, type OpenChallenge, wrong } from './support/create-engine-bed.ts';
import { openStore, type StorePlace } from './support/open-store.ts';

describe('an engine whose Redis master dies', () => {
  const ends: Array<() => Promise<void>> = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  /** Challenges in three states, replicated; then the given masters die. */
  async function expectToSurvive(place: StorePlace, masters: readonly RedisServer[], dies: RedisServer): Promise<void> {
    const { store, close } = await openStore(place);
    ends.push(close);
    const engine = createEngineBed(store, { deadlines: { storeMs: 10_000 } });
    // Enough of them that some lie on every master.
    const open = () => Promise.all(Array.from({ length: 12 }, () => engine.open()));
    const [fresh, guessed, consumed] = [await open(), await open(), await open()];
    for (const each of guessed) {
      expect(await engine.verify(each, wrong(each.code))).toMatchObject({ attemptsLeft: 4 });
    }
    for (const each of consumed) expect(await engine.verify(each)).toMatchObject({ ok: true });
    for (const { admin } of masters)
      await until('the replica to have it all', async () => (await admin.wait(1, 1_000)) >= 1);

    const messages = engine.sender.messages.length;
    await dies.shutDown('killed');
    const during = await Promise.all(consumed.map((each) => ask(engine.verify(each))));
    for (const asked of during) if ('value' in asked) expect(asked.value.ok).toBe(false);

    const answered = <T>(call: () => Promise<T>) =>
      until(
        'the promotion',
        async () => {
          const asked = await ask(call());
          return 'value' in asked ? [asked.value] : undefined;
        },
        30_000,
      ).then(([value]) => value);
    const verify = (each: OpenChallenge, code?: string) => answered(() => engine.verify(each, code));
    for (const each of consumed) expect(await verify(each)).toEqual({ ok: false, reason: 'not-found' });
    for (const each of guessed) {
      const guess = await verify(each, wrong(each.code));
      // A guess whose answer was lost with the master may have counted, none may have been forgotten.
      if (!guess?.ok && guess?.reason === 'mismatch') expect(guess.attemptsLeft).toBeLessThan(4);
      else expect(guess).toMatchObject({ ok: false, reason: 'exhausted' });
    }
    for (const each of fresh) expect(await verify(each)).toMatchObject({ ok: true });
    expect(engine.sender.messages).toHaveLength(messages);
    expect(await engine.verify(await engine.open())).toMatchObject({ ok: true });
  }

  it('goes on with the one that a Cluster promotes, and forgets nothing that was replicated', async () => {
    const cluster = await startRedisCluster({ replicasPerMaster: 1 });
    ends.push(cluster.stop);
    const [dies] = cluster.masters;
    if (dies === undefined) throw new Error('A cluster has masters.');
    await expectToSurvive({ kind: 'cluster', seeds: cluster.seeds, prefix: 'otp:' }, cluster.masters, dies);
  }, 60_000);

  it('goes on with the one that Sentinels promote, and forgets nothing that was replicated', async () => {
    const group = await startRedisSentinel({ sentinels: 3 });
    ends.push(group.stop);
    const place = { kind: 'sentinel', sentinels: group.sentinels, name: group.name, prefix: 'otp:' } as const;
    await expectToSurvive(place, [group.master], group.master);
  }, 60_000);
});
