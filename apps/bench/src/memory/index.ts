/** The memory store beside a peer and beside the bare limit, in one run; its weight; its stalls. */
import { formatLanes } from '../measure/lane-table.ts';
import { formatNumber } from '../measure/number-text.ts';
import { type Progress, startProgress } from '../measure/progress.ts';
import { conclude, describeMachine, readThoroughness } from '../measure/report.ts';
import type { Target } from '../measure/target.ts';
import type { BenchResult } from '../report/bench-result.ts';
import { chartLanes } from '../report/lane-chart.ts';
import { measureBundleBytes } from './bundle-size.ts';
import { measureChallengeBytes } from './challenge-bytes.ts';
import { type Effort, FULL, QUICK } from './effort.ts';
import { measureExpiryStall } from './expiry-stall.ts';
import { measureImportTime } from './import-time.ts';
import { measureMillionLive, measureNothingLive, measureTenThousandLive, type SpeedReport } from './speed.ts';

/** Prints what it measures; sets the exit code to 1 where a target that decides is missed. */
export async function run(argumentList: readonly string[]): Promise<void> {
  const thoroughness = readThoroughness(argumentList);
  const machine = describeMachine();
  console.log(machine);
  const progress = startProgress(6);
  const measured = await measure(thoroughness === 'quick' ? QUICK : FULL, progress);
  conclude({ name: 'memory', title: 'The engine in memory', machine, ...measured }, thoroughness);
}

async function measure(effort: Effort, progress: Progress): Promise<Pick<BenchResult, 'charts' | 'targets'>> {
  progress.step('Bundle and import');
  const bundleBytes = measureBundleBytes();
  const { importMs, emptyProcessMs } = measureImportTime(effort.processes);
  console.log(`\nAn empty process takes ${formatNumber(emptyProcessMs)} ms.`);
  progress.step('Bytes of a challenge');
  const challengeBytes = await measureChallengeBytes(effort.heldChallenges);
  progress.step('Cycles, nothing live');
  const nothing = await measureNothingLive(effort);
  printSpeed(nothing);
  console.log(`better-auth's check of the code alone takes ${formatNumber(nothing.betterAuthConsume)} times as long.`);
  progress.step('Cycles, ten thousand live');
  const tenThousand = await measureTenThousandLive(effort);
  printSpeed(tenThousand);
  console.log(`better-auth's check alone takes ${formatNumber(tenThousand.betterAuthConsume)} times as long.`);
  progress.step('Cycles, a million live');
  const million = await measureMillionLive(effort);
  printSpeed(million);
  progress.step('Stalls as challenges expire');
  const stall = await measureExpiryStall(effort);
  progress.end();
  console.log(`\nThe slowest call where nothing expires takes ${formatNumber(stall.slowestWithoutExpiryMs)} ms.`);

  const charts = [nothing, tenThousand, million].map(({ title, lanes }) =>
    chartLanes(`${title}: µs a request and verification`, lanes),
  );
  const ratio = { unit: 'x', decides: true };
  const targets: readonly Target[] = [
    {
      ...ratio,
      name: 'speed of better-auth, nothing live',
      bound: 'at least',
      limit: 8,
      aim: 10,
      measured: nothing.betterAuth,
    },
    {
      ...ratio,
      name: 'speed of better-auth, ten thousand live',
      bound: 'at least',
      limit: 2500,
      aim: 4000,
      measured: tenThousand.betterAuth,
    },
    { ...ratio, name: 'speed of the bare limit', bound: 'at least', limit: 0.6, aim: 0.8, measured: nothing.bareLimit },
    { ...ratio, name: 'time with a million live', bound: 'at most', limit: 1.3, measured: million.slowdown },
    size('bytes a live challenge', 400, 'bytes', challengeBytes),
    size('bundle, min+gzip', 17_000, 'bytes', bundleBytes),
    time('slowest call as challenges expire', 5, stall.slowestMs),
    { ...time('import, over an empty process', 10, importMs), aim: 8 },
  ];
  return { charts, targets };
}

function size(name: string, limit: number, unit: string, measured: number): Target {
  return { name, bound: 'at most', limit, unit, measured, decides: true };
}

function time(name: string, limit: number, measured: number): Target {
  return { name, bound: 'at most', limit, unit: 'ms', measured, decides: false };
}

function printSpeed({ title, lanes }: SpeedReport): void {
  console.log(`\n${title}\n${formatLanes(lanes)}`);
}
