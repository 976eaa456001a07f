/** What a call costs the server, and how many there are for a request and for a verification. */
import { createRedisCodeStore, createRedisRateLimiter } from '@countersign/otp-redis';
import type { Redis } from 'ioredis';
import { median } from '../measure/statistics.ts';
import { atOnce } from '../stores/at-once.ts';
import type { IssueInput } from '../stores/issue-inputs.ts';
import { createStoreAlone, type StoreAlone } from '../stores/store-alone.ts';
import { createWholeEngine, type SentCode, type WholeEngine } from '../stores/whole-engine.ts';
import { countScriptCalls, serverCpuUs } from './server-figures.ts';
import { AT_ONCE } from './speed.ts';

export interface ServerTime {
  readonly concurrency: number;
  /** Microseconds of a script. */
  readonly issueUs: number;
  readonly redeemUs: number;
  /** Microseconds of processor time for a request and its verification, with all the server does for them. */
  readonly cycleCpuUs: number;
}

/** Of so many short passes the median: the system interrupts some of them, and the server counts that as time of a script. */
const PASSES = 25;

/** Of fresh numbers, after a warm-up. */
export async function measureServerTime(client: Redis, numbers: number): Promise<readonly ServerTime[]> {
  const alone = await createStoreAlone('server time', createRedisCodeStore({ client }));
  for (let warmUp = 0; warmUp < 500; warmUp += 1) await alone.cycle(0);
  const reports: ServerTime[] = [];
  for (const concurrency of [1, AT_ONCE]) {
    const passes: ServerTime[] = [];
    for (let pass = 0; pass < PASSES; pass += 1) {
      passes.push(await measurePass(client, alone, { numbers: numbers / PASSES, concurrency }));
    }
    const medianOf = (figure: (pass: ServerTime) => number) => median(passes.map(figure));
    reports.push({
      concurrency,
      issueUs: medianOf(({ issueUs }) => issueUs),
      redeemUs: medianOf(({ redeemUs }) => redeemUs),
      cycleCpuUs: medianOf(({ cycleCpuUs }) => cycleCpuUs),
    });
  }
  return reports;
}

async function measurePass(
  client: Redis,
  alone: StoreAlone,
  { numbers, concurrency }: { readonly numbers: number; readonly concurrency: number },
): Promise<ServerTime> {
  const startedAtUs = await serverCpuUs(client);
  let inputs: readonly IssueInput[] = [];
  const issued = await countScriptCalls(client, async () => {
    inputs = await atOnce(Array(numbers).keys(), concurrency, alone.issue);
  });
  const redeemed = await countScriptCalls(client, () => atOnce(inputs, concurrency, alone.redeem));
  const cycleCpuUs = ((await serverCpuUs(client)) - startedAtUs) / numbers;
  return { concurrency, issueUs: issued.usPerCall, redeemUs: redeemed.usPerCall, cycleCpuUs };
}

export interface CallCounts {
  /** Script calls for one request and for one verification. */
  readonly request: number;
  readonly verify: number;
  /** The same with a limiter: three keys for a request, one for a verification, by the standard policy. */
  readonly limitedRequest: number;
  readonly limitedVerify: number;
}

/** Few enough for the limits by address. */
const COUNTED = 10;

export async function countCalls(client: Redis): Promise<CallCounts> {
  const store = createRedisCodeStore({ client });
  const [request, verify] = await countOf(client, createWholeEngine('engine', store));
  const rateLimiter = createRedisRateLimiter({ client });
  const [limitedRequest, limitedVerify] = await countOf(client, createWholeEngine('limited', store, { rateLimiter }));
  return { request, verify, limitedRequest, limitedVerify };
}

async function countOf(client: Redis, engine: WholeEngine): Promise<readonly [request: number, verify: number]> {
  // Whatever the server does not know yet is sent as text once.
  await engine.cycle(0);
  let sent: readonly SentCode[] = [];
  const requests = await countScriptCalls(client, async () => {
    sent = await atOnce(Array(COUNTED).keys(), 1, engine.request);
  });
  const verifications = await countScriptCalls(client, () => atOnce(sent, 1, engine.verify));
  return [requests.calls / COUNTED, verifications.calls / COUNTED];
}
