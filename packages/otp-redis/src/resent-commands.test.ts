/** A connection that is lost between a command and its reply: the client cannot know whether it was done, and may send it again. */

import type { CodeStore } from '@countersign/otp-core/spec';
import { type FaultProxy, startFaultProxy } from '@countersign/test-servers/fault-proxy';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRedisCodeStore, createRedisOnceStore } from './index.ts';
import { createNumberCaller, engineName } from './test-support/number-caller.ts';

const WRONG = engineName();

let server: RedisServer;
let proxy: FaultProxy;

beforeAll(async () => {
  server = await startRedis();
  proxy = await startFaultProxy(server.port);
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
});

/** Runs the calls, of which the replies are lost after so many bytes. */
async function loseReplies<T>(run: () => Promise<T>, afterBytes = 0): Promise<T> {
  const connections = proxy.connectionCount();
  void proxy.cutReplyAfter(afterBytes);
  const outcome = await run();
  expect(proxy.connectionCount()).toBe(connections + 1);
  return outcome;
}

describe('a client of ioredis as it comes, which sends again', () => {
  let client: Redis;
  let store: CodeStore;
  beforeEach(async () => {
    client = new Redis({ port: proxy.port, host: '127.0.0.1' });
    client.on('error', () => {});
    store = createRedisCodeStore({ client });
    // The scripts are known by then: each call is one command.
    const number = createNumberCaller(store);
    await number.issue();
    await number.guess(WRONG);
    await store.settle({ subject: number.subject, nowMs: null, purpose: 'default', challengeId: number.challengeId });
    await store.unlock({ subject: number.subject, nowMs: null });
  });
  afterEach(() => client.disconnect());

  it('counts a guess once', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    expect(await loseReplies(() => number.guess(WRONG))).toMatchObject({ status: 'mismatch', attemptsLeft: 4 });
    expect(await number.guess(WRONG)).toMatchObject({ status: 'mismatch', attemptsLeft: 3 });
  });

  it('counts each of several guesses under way once, and answers each as the first time', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    const guesses = await loseReplies(() => Promise.all([1, 2, 3, 4, 5].map(() => number.guess(WRONG))));
    expect(guesses.map((guess) => guess.status === 'mismatch' && guess.attemptsLeft)).toEqual([4, 3, 2, 1, 0]);
  });

  it('leaves a success a success, and one only', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    const [first, second] = await loseReplies(() =>
      Promise.all([number.guess(number.right), number.guess(number.right)]),
    );
    expect([first, second]).toEqual([{ status: 'accepted', challengeId: number.challengeId }, { status: 'not-found' }]);
  });

  it('leaves a success by number a success, and tells of which challenge', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    const outcome = await loseReplies(() => number.guess(number.right, { challengeId: null }));
    expect(outcome).toEqual({ status: 'accepted', challengeId: number.challengeId });
    expect(await number.guess(number.right, { challengeId: null })).toEqual({ status: 'not-found' });
  });

  it('issues once, and tells it as issued, not as a duplicate or a cooldown', async () => {
    const number = createNumberCaller(store);
    const issued = await loseReplies(() => number.issue());
    expect(issued).toMatchObject({
      status: 'issued',
      challengeId: number.challengeId,
      salt: number.salt,
      codeLength: 6,
    });
    expect(await number.issue()).toEqual({ ...issued, status: 'duplicate' });
    expect(await number.issue({ challengeId: engineName() })).toMatchObject({ status: 'cooldown' });
  });

  it('resends once, and tells it as issued', async () => {
    const number = createNumberCaller(store);
    const startMs = Date.now();
    await number.issue({ nowMs: startMs });
    const nowMs = startMs + 31_000;
    const resent = await loseReplies(() => number.issue({ intent: 'resend', nowMs }));
    expect(resent).toMatchObject({ status: 'issued', salt: number.salt, sentAtMs: nowMs });
    expect(resent.status === 'issued' && resent.resendAtMs).toBe(nowMs + 60_000);
  });

  it('settles an approval that was settled, and no other', async () => {
    const number = createNumberCaller(store);
    await number.issue({ digests: null });
    const call = { subject: number.subject, nowMs: null, purpose: 'default', challengeId: number.challengeId };
    await store.redeem({ ...call, digests: null });
    expect(await loseReplies(() => store.settle(call))).toEqual({ status: 'accepted' });
    expect(await store.settle(call)).toEqual({ status: 'not-found' });
  });

  it('gives a refused send back once', async () => {
    const number = createNumberCaller(store);
    const issued = await number.issue();
    const sentAtMs = issued.status === 'issued' ? issued.sentAtMs : 0;
    const { subject, challengeId } = number;
    await loseReplies(() => store.discard({ cause: 'refused', subject, nowMs: null, challengeId, sentAtMs }));
    expect(await number.guess(number.right)).toEqual({ status: 'not-found' });
  });

  it('counts once where the reply was cut in its middle', async () => {
    const number = createNumberCaller(store);
    const issued = await loseReplies(() => number.issue(), 7);
    expect(issued).toMatchObject({ status: 'issued', codeLength: 6 });
    expect(await loseReplies(() => number.guess(WRONG), 2)).toMatchObject({ status: 'mismatch', attemptsLeft: 4 });
    expect(await number.guess(WRONG)).toMatchObject({ status: 'mismatch', attemptsLeft: 3 });
  });
});

describe('a client of ioredis, which sends again what is to happen once', () => {
  it('has the claim, the record and the release that it was not told of', async () => {
    const client = new Redis({ port: proxy.port, host: '127.0.0.1' });
    client.on('error', () => {});
    const once = createRedisOnceStore({ client });
    const claim = { ttlMs: 60_000, holdMs: 30_000, nowMs: null };
    const unknown = { key: engineName(), token: 'none' };
    // The scripts are known by then: each call is one command.
    await once.claim({ ...claim, key: engineName() });
    await Promise.all([once.record({ ...unknown, value: '', nowMs: null }), once.release(unknown)]);
    for (const key of [engineName(), engineName()]) {
      const claimed = await loseReplies(() => once.claim({ ...claim, key }));
      expect(claimed).toMatchObject({ status: 'claimed' });
      const token = claimed.status === 'claimed' ? claimed.token : '';
      expect(await loseReplies(() => once.release({ key, token }))).toEqual({ status: 'released' });
      const again = await once.claim({ ...claim, key });
      const second = again.status === 'claimed' ? again.token : '';
      expect(await loseReplies(() => once.record({ key, token: second, value: 'v', nowMs: null }))).toEqual({
        status: 'recorded',
      });
    }
    client.disconnect();
  });
});

describe('a client of redis, which does not send again', () => {
  it('fails the call, which counted once, and goes on by itself', async () => {
    const client = createClient({ url: `redis://127.0.0.1:${proxy.port}` });
    client.on('error', () => {});
    await client.connect();
    const store = createRedisCodeStore({ client });
    const number = createNumberCaller(store);
    await number.issue();
    await number.guess(WRONG);
    void proxy.cutReplyAfter(0);
    await expect(number.guess(WRONG)).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect(await number.guess(WRONG)).toMatchObject({ status: 'mismatch', attemptsLeft: 2 });
    client.destroy();
  });
});
