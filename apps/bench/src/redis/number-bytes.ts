/** Bytes of a number's record in the states that a deployment's memory is made of. */
import { createRedisCodeStore, createRedisRateLimiter } from '@countersign/otp-redis';
import type { Redis } from 'ioredis';
import { atOnce } from '../stores/at-once.ts';
import { createIssueInputs } from '../stores/issue-inputs.ts';
import { failOnceEach, type RememberedFailures, requestUnderLimit } from '../stores/remembered-failures.ts';
import { createWholeEngine, type SentCode, type WholeEngine } from '../stores/whole-engine.ts';
import { createSeededRandom } from '../year/seeded-random.ts';
import type { Effort } from './effort.ts';
import { serverMemoryBytes } from './server-figures.ts';
import { AT_ONCE } from './speed.ts';

export interface NumberBytes {
  readonly state: string;
  /** By `MEMORY USAGE`: key and record. */
  readonly usage: number;
  /** What `used_memory` grows by, tables of keys and expiries included; `null` where too few were measured. */
  readonly total: number | null;
}

export interface NumberBytesReport {
  readonly live: NumberBytes;
  readonly verified: NumberBytes;
  readonly failedOnce: NumberBytes;
  readonly fullest: NumberBytes;
}

/** The server is emptied. */
export async function measureNumberBytes(client: Redis, effort: Effort): Promise<NumberBytesReport> {
  return {
    live: await measureState(client, effort.numbers, 'one live challenge', async () => {}),
    verified: await measureState(client, effort.numbers, 'verified', ({ engine, sent }) => engine.verify(sent)),
    failedOnce: await measureState(client, effort.numbers, 'verified, after a wrong code', async ({ engine, sent }) => {
      await engine.guessWrong(sent);
      await engine.verify(sent);
    }),
    fullest: await measureFullest(client, effort.fullNumbers),
  };
}

/** The server is emptied. */
export async function measureRememberedFailures(client: Redis, { numbers }: Effort): Promise<RememberedFailures> {
  await client.flushall('SYNC');
  const before = await serverMemoryBytes(client);
  await failOnceEach(createRedisCodeStore({ client }), { numbers, concurrency: AT_ONCE });
  const bytes = ((await serverMemoryBytes(client)) - before) / numbers;
  const [key = ''] = await keysOf(client);
  return { keptDays: (await client.pttl(key)) / DAY_MS, bytes };
}

/** How many records there are after so many requests under a limit. The server is emptied. */
export async function countRecordsUnderLimit(client: Redis, limit: number): Promise<number> {
  await client.flushall('SYNC');
  const parts = { store: createRedisCodeStore({ client }), rateLimiter: createRedisRateLimiter({ client }) };
  await requestUnderLimit(parts, { most: limit, asked: limit * 3 });
  return (await keysOf(client)).length;
}

const DAY_MS = 86_400_000;

interface Step {
  readonly engine: WholeEngine;
  readonly sent: SentCode;
}

async function measureState(
  client: Redis,
  numbers: number,
  state: string,
  bring: (step: Step) => Promise<void>,
): Promise<NumberBytes> {
  await client.flushall('SYNC');
  const before = await serverMemoryBytes(client);
  const engine = createWholeEngine('bytes', createRedisCodeStore({ client }));
  await atOnce(Array(numbers).keys(), AT_ONCE, async () => bring({ engine, sent: await engine.request() }));
  const total = ((await serverMemoryBytes(client)) - before) / numbers;
  const keys = await keysOf(client);
  if (keys.length !== numbers) throw new Error(`${numbers} numbers have ${keys.length} keys.`);
  const usages = await atOnce(keys, AT_ONCE, (key) => usageOf(client, key));
  return { state, usage: meanOf(usages), total };
}

/** Decisions by which a record is made as full as can be; that many rarely find a fuller one. */
const DECISIONS = 400;
const TRIES = 5;
const WRONG_CODE = 'a'.repeat(22);

/**
 * Sends and wrong codes by strangers and a known client, as many as the standard policy lets through, chosen at random,
 * the next one as soon as it is allowed: the largest that any record ever was.
 */
async function measureFullest(client: Redis, numbers: number): Promise<NumberBytes> {
  const store = createRedisCodeStore({ client });
  const nextInput = await createIssueInputs();
  const random = createSeededRandom(1);
  let largest = 0;
  for (let number = 0; number < numbers; number += 1) {
    await client.flushall('SYNC');
    const { subject } = nextInput();
    let nowMs = Date.now();
    for (let decision = 0; decision < DECISIONS; decision += 1) {
      const input = { ...nextInput(), subject, nowMs, knownClient: random.below(2) === 0 };
      const issued = await store.issue(input);
      if (issued.status === 'issued') {
        const { purpose, challengeId } = input;
        for (let guess = random.below(TRIES + 1); guess > 0; guess -= 1) {
          await store.redeem({ subject, purpose, challengeId, digests: [WRONG_CODE], nowMs });
        }
        largest = Math.max(largest, await largestKey(client));
      } else if ('retryAtMs' in issued && issued.retryAtMs !== null) {
        nowMs = issued.retryAtMs;
      } else {
        // Locked for good.
        break;
      }
    }
  }
  return { state: 'the fullest record', usage: largest, total: null };
}

async function largestKey(client: Redis): Promise<number> {
  const [key = ''] = await keysOf(client);
  return usageOf(client, key);
}

async function usageOf(client: Redis, key: string): Promise<number> {
  return Number(await client.call('MEMORY', 'USAGE', key));
}

export async function keysOf(client: Redis): Promise<readonly string[]> {
  return client.keys('otp:n:*');
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
