/** The store in Redis beside bare scripts, a tutorial's flow and a peer, on one server in one run; its weight there. */
import { Redis } from 'ioredis';
import { describeCores, onServerCore, pinClient } from '../measure/cores.ts';
import { formatLanes } from '../measure/lane-table.ts';
import { formatNumber } from '../measure/number-text.ts';
import { type Progress, startProgress } from '../measure/progress.ts';
import { startRedisServer } from '../measure/redis-server.ts';
import { conclude, describeMachine, readThoroughness } from '../measure/report.ts';
import { formatTable } from '../measure/table.ts';
import type { Target } from '../measure/target.ts';
import type { BenchResult } from '../report/bench-result.ts';
import { chartLanes } from '../report/lane-chart.ts';
import { formatRememberedFailures } from '../stores/remembered-failures.ts';
import { type Effort, FULL, QUICK } from './effort.ts';
import {
  countRecordsUnderLimit,
  measureNumberBytes,
  measureRememberedFailures,
  type NumberBytes,
  type NumberBytesReport,
} from './number-bytes.ts';
import { type CallCounts, countCalls, measureServerTime, type ServerTime } from './server-time.ts';
import { formatSizing } from './sizing.ts';
import { measureSlotSpread, type SlotSpread } from './slot-spread.ts';
import { measureAtOnce, measureOneAtATime, type SpeedReport } from './speed.ts';

/** Prints what it measures; sets the exit code to 1 where a target that decides is missed. */
export async function run(argumentList: readonly string[]): Promise<void> {
  const thoroughness = readThoroughness(argumentList);
  const machine = describeMachine();
  const cores = pinClient();
  const server = await startRedisServer((command) => onServerCore(cores, command));
  // Of ioredis as it comes: without auto-pipelining.
  const client = new Redis({ host: '127.0.0.1', port: server.port });
  try {
    const version = /^redis_version:(\S+)/m.exec(await client.info('server'))?.[1];
    console.log(`${machine}\nRedis ${version}, ioredis. ${describeCores(cores)}`);
    const measured = await measure(client, thoroughness === 'quick' ? QUICK : FULL, startProgress(5));
    conclude({ name: 'redis', title: 'On Redis', machine: `${machine}; Redis ${version}`, ...measured }, thoroughness);
  } finally {
    client.disconnect();
    await server.stop();
  }
}

/** Requests an hour, in a check of what bounds the records. */
const LIMIT = 100;

async function measure(
  client: Redis,
  effort: Effort,
  progress: Progress,
): Promise<Pick<BenchResult, 'charts' | 'targets'>> {
  progress.step('Cycles, one at a time');
  const oneAtATime = await measureOneAtATime(client, effort);
  printSpeed(oneAtATime);
  await client.flushall('SYNC');
  progress.step('Cycles, 64 at once');
  const atOnce = await measureAtOnce(client, effort);
  printSpeed(atOnce);
  await client.flushall('SYNC');
  progress.step('Time of the server, and calls');
  const serverTimes = await measureServerTime(client, effort.numbers);
  printServerTimes(serverTimes);
  const counts = await countCalls(client);
  const { limitedRequest, limitedVerify } = counts;
  console.log(`\nStore trips: ${counts.request} a request, ${counts.verify} a verification.`);
  console.log(`With a limiter a request takes ${limitedRequest} script calls, a verification ${limitedVerify}.`);
  progress.step('Bytes of a number');
  const bytes = await measureNumberBytes(client, effort);
  printBytes(Object.values(bytes));
  const remembered = await measureRememberedFailures(client, effort);
  const recordsUnderLimit = await countRecordsUnderLimit(client, LIMIT);
  progress.step('Slots of a Cluster');
  const spread = await measureSlotSpread(client, effort.spreadKeys);
  progress.end();
  printSpread(spread);
  console.log(`\n${formatSizing(serverTimes, bytes)}\n\n${formatRememberedFailures(remembered)}`);
  console.log(`Under OTP_REQUESTS_PER_HOUR=${LIMIT}, ${LIMIT * 3} requests left ${recordsUnderLimit} records.`);
  return {
    charts: [oneAtATime, atOnce].map(({ title, lanes }) => chartLanes(title, lanes)),
    targets: [
      ...speedTargets(oneAtATime, atOnce),
      ...serverTargets(serverTimes, counts),
      ...spaceTargets(bytes, spread),
      { ...atMost('records after three times as many requests as allowed', LIMIT, recordsUnderLimit), unit: '' },
    ],
  };
}

function speedTargets({ ratios: one }: SpeedReport, { ratios: many }: SpeedReport): readonly Target[] {
  const faster = (name: string, limit: number, measured: number) => atLeast(`speed of ${name}`, limit, measured);
  return [
    atMost('time of two bare scripts, store alone, 1 at a time', 1.4, one.storeToBare),
    { ...atMost('time of two bare scripts, whole engine, 1 at a time', 1.75, one.engineToBare), aim: 1.5 },
    faster('two bare scripts, store alone, 64 at once', 0.7, 1 / many.storeToBare),
    faster('two bare scripts, whole engine, 64 at once', 0.4, 1 / many.engineToBare),
    faster('better-auth, whole engine, 1 at a time', 1.8, one.betterAuthToEngine),
    faster('better-auth, whole engine, 64 at once', 2.2, many.betterAuthToEngine),
    faster("the tutorial's SET/GET/DEL, whole engine, 1 at a time", 1, one.tutorialToEngine),
    { ...faster("the tutorial's SET/GET/DEL, whole engine, 64 at once", 0.75, many.tutorialToEngine), aim: 1 },
  ];
}

function serverTargets(serverTimes: readonly ServerTime[], counts: CallCounts): readonly Target[] {
  const slowest = Math.max(...serverTimes.map(({ issueUs, redeemUs }) => (issueUs + redeemUs) / 2));
  const calls = { bound: 'at most', limit: 1, unit: '', decides: true } as const;
  return [
    { name: 'server time of a call', bound: 'at most', limit: 18, unit: 'µs', measured: slowest, decides: false },
    { ...calls, name: 'store trips a request', measured: counts.request },
    { ...calls, name: 'store trips a verification', measured: counts.verify },
  ];
}

function spaceTargets({ live, fullest }: NumberBytesReport, { clumping }: SlotSpread): readonly Target[] {
  const bytes = { bound: 'at most', unit: 'bytes', decides: true } as const;
  return [
    { ...bytes, name: 'a number with one live challenge', limit: 250, measured: live.usage },
    { ...bytes, name: 'a number with the fullest record', limit: 600, measured: fullest.usage },
    atMost("variance of a slot's keys, of that by chance", 1.1, clumping),
  ];
}

function atLeast(name: string, limit: number, measured: number): Target {
  return { name, bound: 'at least', limit, unit: 'x', measured, decides: true };
}

function atMost(name: string, limit: number, measured: number): Target {
  return { name, bound: 'at most', limit, unit: 'x', measured, decides: true };
}

function printSpeed({ title, lanes }: SpeedReport): void {
  console.log(`\n${title}\n${formatLanes(lanes)}`);
}

function printServerTimes(serverTimes: readonly ServerTime[]): void {
  const rows = serverTimes.map(({ concurrency, issueUs, redeemUs, cycleCpuUs }) => [
    `${concurrency}`,
    ...[issueUs, redeemUs, cycleCpuUs].map(formatNumber),
  ]);
  const header = ['at once', 'µs of an issue', 'µs of a redemption', 'µs of processor a request and verification'];
  console.log(`\nTime of the server\n${formatTable(header, rows)}`);
}

function printBytes(states: readonly NumberBytes[]): void {
  const rows = states.map(({ state, usage, total }) => [
    state,
    formatNumber(usage),
    total === null ? '' : formatNumber(total),
  ]);
  console.log(`\nBytes of a number\n${formatTable(['record', 'MEMORY USAGE', 'of used_memory'], rows)}`);
}

function printSpread({ keys, nodeShares, fullestSlot, clumping }: SlotSpread): void {
  const shares = nodeShares.map((share) => `${(share * 100).toFixed(2)} %`).join(', ');
  console.log(
    `\n${formatNumber(keys)} keys over 16,384 slots: three nodes hold ${shares}; no slot more than ${fullestSlot}; ` +
      `the variance of a slot's keys is ${formatNumber(clumping)} times what chance makes it.`,
  );
}
