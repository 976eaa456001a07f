/** What becomes of codes when Redis, or the way to it, fails. Nothing here is restarted but the server. */

import { type FaultProxy, startFaultProxy } from '@countersign/test-servers/fault-proxy';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { until } from '@countersign/test-servers/until';
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
import { issueInput } from './support/store-calls.ts';

/** The deadline of calls that have to miss it. */
const HASTY_MS = 400;
/** It, and what a busy machine adds. */
const AT_MOST_MS = HASTY_MS + 1_500;
/** The deadline of all other calls: none of them takes as long, not even where a disk is busy. */
const PATIENT_MS = 10_000;

describe.each(['ioredis', 'node-redis'] as const)('an engine on Redis, by %s', (kind) => {
  let server: RedisServer;
  let proxy: FaultProxy;
  const opened: OpenedStore[] = [];

  beforeAll(async () => {
    server = await startRedis({ settings: { appendonly: 'yes', appendfsync: 'always' } });
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

  async function open(): Promise<OpenedStore> {
    const store = await openStore({
      kind,
      url: `redis://127.0.0.1:${proxy.port}`,
      prefix: 'otp:',
      commandTimeoutMs: PATIENT_MS,
    });
    opened.push(store);
    return store;
  }

  async function bed(): Promise<EngineBed & { readonly hasty: EngineBed }> {
    const { store } = await open();
    const engine = createEngineBed(store, { deadlines: { storeMs: PATIENT_MS } });
    // The client is connected, scripts are known, and the store has looked at the server's settings.
    await engine.verify(await engine.open());
    return { ...engine, hasty: createEngineBed(store, { deadlines: { storeMs: HASTY_MS } }) };
  }

  /** It works again, without a new process, client or engine. */
  async function recovers(engine: EngineBed): Promise<OpenChallenge> {
    const challenge = await until('the store to work again', async () => {
      const asked = await ask(engine.open());
      return 'value' in asked ? asked.value : undefined;
    });
    expect(await engine.verify(challenge)).toMatchObject({ ok: true });
    return challenge;
  }

  it('does not notice that its scripts were flushed', async () => {
    const engine = await bed();
    for (let round = 0; round < 10; round += 1) {
      const challenges = await Promise.all(Array.from({ length: 10 }, () => engine.open()));
      const flushed = server.admin.script('FLUSH');
      const guesses = challenges.map((each) => engine.verify(each, wrong(each.code)));
      for (const guess of await Promise.all(guesses)) expect(guess).toMatchObject({ attemptsLeft: 4 });
      await flushed;
      const results = await Promise.all(challenges.flatMap((each) => [engine.verify(each), engine.verify(each)]));
      expect(results.filter(({ ok }) => ok)).toHaveLength(10);
    }
  });

  it('finds nothing after FLUSHALL, and accepts nothing', async () => {
    const engine = await bed();
    const challenge = await engine.open();
    expect(await engine.verify(challenge, wrong(challenge.code))).toMatchObject({ attemptsLeft: 4 });
    const [flushed, ...guesses] = await Promise.all([
      server.admin.flushall(),
      ...Array.from({ length: 3 }, () => engine.verify(challenge, wrong(challenge.code))),
    ]);
    expect(flushed).toBe('OK');
    for (const guess of guesses) expect(guess.ok).toBe(false);
    await server.admin.flushall();
    expect(await engine.verify(challenge)).toEqual({ ok: false, reason: 'not-found' });
    await recovers(engine);
  });

  it('goes on where it was after a restart of the server', async () => {
    const engine = await bed();
    const challenge = await engine.open();
    for (const attemptsLeft of [4, 3]) {
      expect(await engine.verify(challenge, wrong(challenge.code))).toMatchObject({ attemptsLeft });
    }
    const spent = await engine.open();
    expect(await engine.verify(spent)).toMatchObject({ ok: true });
    await server.shutDown('killed');
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
    const records = await server.admin.dbsize();
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
    expect(await server.admin.dbsize()).toBeLessThanOrEqual(records + 2);
    // Whether refused guesses reached the server or not, the next one is never worth more than before.
    const guess = await engine.verify(challenge, wrong(challenge.code));
    if (!guess.ok && guess.reason === 'mismatch') expect(guess.attemptsLeft).toBeLessThan(4);
    else expect(guess).toMatchObject({ ok: false });
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
    // The guess arrived in time for the server: its success was told to nobody, and is told to nobody.
    expect(await engine.verify(challenge)).toEqual({ ok: false, reason: 'not-found' });
  });

  it.each([0, 1, 3])('counts a guess once when the connection is cut after %i bytes of the answer', async (bytes) => {
    const engine = await bed();
    const challenge = await engine.open();
    const cut = proxy.cutReplyAfter(bytes);
    const first = await ask(engine.verify(challenge, wrong(challenge.code)));
    await cut;
    if ('value' in first) expect(first.value).toMatchObject({ reason: 'mismatch', attemptsLeft: 4 });
    await recovers(engine);
    expect(await engine.verify(challenge, wrong(challenge.code))).toMatchObject({ attemptsLeft: 3 });
    expect(await engine.verify(challenge)).toMatchObject({ ok: true });
  });

  it.each([0, 1, 3])('never refuses a right code when the connection is cut after %i bytes', async (bytes) => {
    const engine = await bed();
    const challenge = await engine.open();
    const cut = proxy.cutReplyAfter(bytes);
    const first = await ask(engine.verify(challenge));
    await cut;
    if ('value' in first) expect(first.value).toMatchObject({ ok: true });
    await recovers(engine);
    expect(await engine.verify(challenge)).toEqual({ ok: false, reason: 'not-found' });
  });

  it.each([0, 1, 3])('counts a send once when the connection is cut after %i bytes', async (bytes) => {
    const { store } = await open();
    const subject = `cut-${kind}-${bytes}`;
    const issue = () =>
      store.issue(issueInput({ subject, budget: { sendQuotas: [{ max: 2, durationMs: 3_600_000 }] } }));
    // The client is connected and has its scripts.
    await store.unlock({ subject, nowMs: null });
    await store.issue(issueInput({ subject: `${subject}-before` }));
    const cut = proxy.cutReplyAfter(bytes);
    const first = await ask(issue());
    await cut;
    if ('value' in first) expect(first.value).toMatchObject({ status: 'issued' });
    const second = await until('the second send', async () => {
      const asked = await ask(issue());
      return 'value' in asked && asked.value.status !== 'cooldown' ? asked.value : undefined;
    });
    expect(second).toMatchObject({ status: 'issued' });
    await until('the third one to be over the quota', async () => (await issue()).status === 'quota-exceeded');
  });

  it('keeps up when answers are lost for a while', async () => {
    const engine = await bed();
    const challenge = await engine.open();
    proxy.fail({ kind: 'swallow-replies' });
    await refusal(engine.hasty.verify(challenge, wrong(challenge.code)));
    proxy.heal();
    await recovers(engine);
    expect(await engine.verify(challenge, wrong(challenge.code))).toMatchObject({ attemptsLeft: 3 });
  });

  it('says that the store is full, sends nothing, and works again once there is room', async () => {
    const engine = await bed();
    const challenge = await engine.open();
    const messages = engine.sender.messages.length;
    await server.admin.config('SET', 'maxmemory', '1');
    try {
      expect(await refusal(engine.open())).toMatchObject({ code: 'OTP_STORE_FULL' });
      expect(engine.sender.messages).toHaveLength(messages);
      expect(await ask(engine.verify(challenge, wrong(challenge.code)))).not.toMatchObject({ value: { ok: true } });
    } finally {
      await server.admin.config('SET', 'maxmemory', '0');
    }
    await recovers(engine);
    expect(await engine.verify(challenge)).toMatchObject({ ok: true });
    expect(await engine.verify(challenge)).toEqual({ ok: false, reason: 'not-found' });
  });
});
