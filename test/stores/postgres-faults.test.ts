/** What becomes of codes when PostgreSQL, or the way to it, fails. Nothing here is restarted but the server. */

import { type FaultProxy, startFaultProxy } from '@countersign/test-servers/fault-proxy';
import { type PostgresServer, startPostgres } from '@countersign/test-servers/postgres';
import { until, within } from '@countersign/test-servers/until';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  createEngineBed,
  type EngineBed,
  type OpenChallenge,
  refusal,
  wrong,
} from './support/create-engine-bed.ts';
import { type OpenedStore, openStore } from './support/open-store.ts';
import { migrateAt } from './support/start-place.ts';

/** The deadline of calls that have to miss it. */
const HASTY_MS = 500;
/** It, and what a busy machine adds. */
const AT_MOST_MS = HASTY_MS + 1_500;
/** The deadline of all other calls: none of them takes as long, not even where a disk is busy. */
const PATIENT_MS = 10_000;

describe.each(['pg', 'postgres.js'] as const)('an engine on PostgreSQL, by %s', (kind) => {
  let server: PostgresServer;
  let proxy: FaultProxy;
  const opened: OpenedStore[] = [];

  beforeAll(async () => {
    server = await startPostgres();
    await migrateAt(server.url);
    proxy = await startFaultProxy(server.port);
  });
  afterEach(async () => {
    proxy.heal();
    await Promise.all(opened.splice(0).map((each) => each.close()));
  });
  afterAll(async () => {
    await proxy?.stop();
    await server?.stop();
  });

  async function bed(poolSize = 5): Promise<EngineBed & { readonly hasty: EngineBed }> {
    const url = server.url.replace(`:${server.port}/`, `:${proxy.port}/`);
    const place = await openStore({ kind, url, poolSize, queryTimeoutMs: PATIENT_MS });
    opened.push(place);
    const engineWithin = (storeMs: number) => createEngineBed(place.store, { deadlines: { storeMs } });
    return { ...engineWithin(PATIENT_MS), hasty: engineWithin(HASTY_MS) };
  }

  async function countNumbers(): Promise<number> {
    const client = new pg.Client(server.url);
    await client.connect();
    try {
      const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM countersign.otp_numbers');
      return Number(rows[0]?.count);
    } finally {
      await client.end();
    }
  }

  /** It works again, without a new process, pool or engine. */
  async function recovers(engine: EngineBed): Promise<void> {
    const challenge = await until('the store to work again', async () => {
      const asked = await ask(engine.open());
      return 'value' in asked ? asked.value : undefined;
    });
    expect(await engine.verify(challenge)).toMatchObject({ ok: true });
  }

  /** The next wrong guess is worth less than the last one whose answer was told. */
  async function hasForgottenNoFailure(engine: EngineBed, challenge: OpenChallenge, told: number): Promise<void> {
    const guess = await engine.verify(challenge, wrong(challenge.code));
    if (!guess.ok && guess.reason === 'mismatch') expect(guess.attemptsLeft).toBeLessThan(told);
    else expect(guess).toMatchObject({ ok: false });
  }

  it.each(['orderly', 'killed'] as const)('goes on where it was after a restart (%s) of the server', async (manner) => {
    const engine = await bed();
    const challenge = await engine.open();
    for (const attemptsLeft of [4, 3]) {
      expect(await engine.verify(challenge, wrong(challenge.code))).toMatchObject({ attemptsLeft });
    }
    const spent = await engine.open();
    expect(await engine.verify(spent)).toMatchObject({ ok: true });
    await server.shutDown(manner);
    expect((await refusal(engine.hasty.open())).afterMs).toBeLessThan(AT_MOST_MS);
    expect((await refusal(engine.hasty.verify(spent))).afterMs).toBeLessThan(AT_MOST_MS);
    expect(engine.hasty.sender.messages).toEqual([]);
    await server.startAgain();
    await recovers(engine);
    expect(await engine.verify(challenge, wrong(challenge.code))).toMatchObject({ attemptsLeft: 2 });
    expect(await engine.verify(challenge)).toMatchObject({ ok: true });
    expect(await engine.verify(spent)).toEqual({ ok: false, reason: 'not-found' });
  });

  it('refuses by its deadline while the server is out of reach, sends nothing, and forgets no failure', async () => {
    const engine = await bed();
    const challenge = await engine.open();
    expect(await engine.verify(challenge, wrong(challenge.code))).toMatchObject({ attemptsLeft: 4 });
    proxy.fail({ kind: 'refuse' });
    // Once this one has failed, the client knows that it has no connection.
    await refusal(engine.hasty.open());
    const records = await countNumbers();
    const refusals = await Promise.all([
      ...Array.from({ length: 20 }, () => refusal(engine.hasty.verify(challenge))),
      ...Array.from({ length: 20 }, () => refusal(engine.hasty.open())),
    ]);
    for (const { code, afterMs } of refusals) {
      expect(code).toBe('OTP_STORE_UNAVAILABLE');
      expect(afterMs).toBeLessThan(AT_MOST_MS);
    }
    expect(engine.hasty.sender.messages).toEqual([]);
    proxy.heal();
    await recovers(engine);
    // What was refused is not done later behind everybody's back: there is the recovery's record, and at most that of
    // the call that met the end of the connection.
    expect(await countNumbers()).toBeLessThanOrEqual(records + 2);
    await hasForgottenNoFailure(engine, challenge, 4);
  });

  it('refuses by its deadline while the server is slower than that', async () => {
    const engine = await bed();
    const challenge = await engine.open();
    proxy.fail({ kind: 'delay', delayMs: HASTY_MS });
    const refusals = await Promise.all([refusal(engine.hasty.verify(challenge)), refusal(engine.hasty.open())]);
    for (const { afterMs } of refusals) expect(afterMs).toBeLessThan(AT_MOST_MS);
    expect(engine.hasty.sender.messages).toEqual([]);
    proxy.heal();
    await recovers(engine);
    const results = await Promise.all([engine.verify(challenge), engine.verify(challenge)]);
    expect(results.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
  });

  it.each([0, 1, 7, 30])(
    'counts a guess once when the connection is cut after %i bytes of the answer',
    async (bytes) => {
      const engine = await bed(1);
      const challenge = await engine.open();
      // The statement is prepared by now: the next answer is the guess's.
      expect(await engine.verify(challenge, wrong(challenge.code))).toMatchObject({ attemptsLeft: 4 });
      const cut = proxy.cutReplyAfter(bytes);
      const first = await ask(engine.verify(challenge, wrong(challenge.code)));
      await cut;
      if ('value' in first) expect(first.value).toMatchObject({ reason: 'mismatch', attemptsLeft: 3 });
      await recovers(engine);
      expect(await engine.verify(challenge, wrong(challenge.code))).toMatchObject({ attemptsLeft: 2 });
      expect(await engine.verify(challenge)).toMatchObject({ ok: true });
    },
  );

  it.each([0, 1, 7, 30])('accepts a code once at most when the connection is cut after %i bytes', async (bytes) => {
    const engine = await bed(1);
    const challenge = await engine.open();
    expect(await engine.verify(challenge, wrong(challenge.code))).toMatchObject({ attemptsLeft: 4 });
    const cut = proxy.cutReplyAfter(bytes);
    const first = await ask(engine.verify(challenge));
    await cut;
    if ('value' in first) expect(first.value).toMatchObject({ ok: true });
    await recovers(engine);
    expect(await engine.verify(challenge)).toEqual({ ok: false, reason: 'not-found' });
  });

  it('keeps up when answers are lost for a while', async () => {
    const engine = await bed();
    const challenge = await engine.open();
    proxy.fail({ kind: 'swallow-replies' });
    await refusal(engine.hasty.verify(challenge, wrong(challenge.code)));
    proxy.heal();
    await recovers(engine);
    await hasForgottenNoFailure(engine, challenge, 5);
  });

  it('serves 200 waiters from a pool of one', async () => {
    const engine = await bed(1);
    const challenges = await within('200 requests', Promise.all(Array.from({ length: 200 }, () => engine.open())));
    const results = await within('200 guesses', Promise.all(challenges.map((each) => engine.verify(each))));
    expect(results.filter(({ ok }) => ok)).toHaveLength(200);
  });

  it('refuses waiters that a pool of one cannot serve in time, and then works again', async () => {
    const engine = await bed(1);
    const challenge = await engine.open();
    const records = await countNumbers();
    proxy.fail({ kind: 'hold-replies' });
    const refusals = await Promise.all(Array.from({ length: 200 }, () => refusal(engine.hasty.open())));
    for (const { afterMs } of refusals) expect(afterMs).toBeLessThan(AT_MOST_MS);
    expect(engine.hasty.sender.messages).toEqual([]);
    proxy.heal();
    await recovers(engine);
    // Those whose answers were held back, and the recovery's: none that waited for the connection came after all.
    expect(await countNumbers()).toBeLessThanOrEqual(records + 2);
    expect(await engine.verify(challenge)).toMatchObject({ ok: true });
  });
});
