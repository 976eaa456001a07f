/** Hundreds of thousands of challenges that expire in the same second: how long does that hold up a single call? */
import { createManualClock } from '@countersign/otp-testing';
import { type Pause, watchCollectorPauses } from '../measure/collector-pauses.ts';
import { collectGarbage } from '../measure/garbage.ts';
import { type Countersign, createCountersign } from './contestants/countersign.ts';
import type { Effort } from './effort.ts';

const DAY_MS = 86_400_000;
/**
 * Passes are the same call by call, so what a call has to do it does in each of them, while another process takes the
 * core away now here, now there: of each call its best time counts.
 */
const PASSES = 3;

export interface ExpiryStall {
  /** The slowest call while what expired leaves, in milliseconds, without the collector's pauses. */
  readonly slowestMs: number;
  /** The same where nothing expires: what a call can take for other reasons. */
  readonly slowestWithoutExpiryMs: number;
}

export async function measureExpiryStall(effort: Effort): Promise<ExpiryStall> {
  const slowestWithoutExpiryMs = await slowestCallMs(effort.timedCalls, 0);
  return { slowestWithoutExpiryMs, slowestMs: await slowestCallMs(effort.timedCalls, effort.expiringChallenges) };
}

async function slowestCallMs(timedCalls: number, expiring: number): Promise<number> {
  const bestMs = new Float64Array(timedCalls).fill(Number.POSITIVE_INFINITY);
  for (let pass = 0; pass < PASSES; pass += 1) {
    const callsMs = await timeCalls(timedCalls, expiring);
    for (const [call, callMs] of callsMs.entries()) bestMs[call] = Math.min(callMs, bestMs[call] ?? callMs);
  }
  return bestMs.reduce((slowest, callMs) => Math.max(slowest, callMs), 0);
}

/** Each call's time, in milliseconds. */
async function timeCalls(count: number, expiring: number): Promise<Float64Array> {
  const clock = createManualClock();
  const countersign = createCountersign({ clock });
  for (let warmUp = 0; warmUp < 2000; warmUp += 1) await countersign.cycle();
  await countersign.fill(expiring);
  // A number without failures is remembered for a day: now all of them are over, record and challenge.
  await clock.advance(2 * DAY_MS);
  collectGarbage();
  const watch = watchCollectorPauses();
  const calls = await callInTurns(countersign, count);
  const pauses = await watch.end();
  await countersign.engine.close();
  return withoutPauses(calls, pauses);
}

interface TimedCall {
  readonly startMs: number;
  readonly endMs: number;
}

async function callInTurns(countersign: Countersign, count: number): Promise<readonly TimedCall[]> {
  const calls: TimedCall[] = [];
  let challenge = '';
  for (let call = 0; call < count; call += 1) {
    const startMs = performance.now();
    if (call % 2 === 0) challenge = await countersign.request();
    else await countersign.verifyLast(challenge);
    calls.push({ startMs, endMs: performance.now() });
  }
  return calls;
}

function withoutPauses(calls: readonly TimedCall[], pauses: readonly Pause[]): Float64Array {
  let next = 0;
  // Both are in the order of time, and a pause lies within a call or between two.
  return Float64Array.from(calls, ({ startMs, endMs }) => {
    let pausedMs = 0;
    for (let pause = pauses[next]; pause !== undefined && pause.startMs < endMs; pause = pauses[next]) {
      if (pause.startMs >= startMs) pausedMs += pause.durationMs;
      next += 1;
    }
    return endMs - startMs - pausedMs;
  });
}
