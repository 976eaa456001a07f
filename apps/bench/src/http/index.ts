/** What a request costs over HTTP: our handler beside a hand-written route, the bare framework and a peer's handler. */
import { describeCores, onSpareCore, pinClient } from '../measure/cores.ts';
import { formatNumber } from '../measure/number-text.ts';
import { type Progress, startProgress } from '../measure/progress.ts';
import { startRedisServer } from '../measure/redis-server.ts';
import { conclude, describeMachine, readThoroughness } from '../measure/report.ts';
import { median, percentile } from '../measure/statistics.ts';
import { formatTable } from '../measure/table.ts';
import type { Target } from '../measure/target.ts';
import type { BarRole, BenchResult, Chart } from '../report/bench-result.ts';
import { CONTESTANTS, FRAMEWORKS, type Framework, type RouteKind, STORES } from './contestant.ts';
import { type Effort, FULL, QUICK } from './effort.ts';
import { CONNECTIONS } from './load.ts';
import { type ServedContestant, serveContestant } from './served-contestant.ts';
import { measureLoads, measurePaced, type PacedLoad, routeOf, type ServerLoad, timesTheCpu } from './speed.ts';

/** Prints what it measures; sets the exit code to 1 where a target that decides is missed. */
export async function run(argumentList: readonly string[]): Promise<void> {
  const thoroughness = readThoroughness(argumentList);
  const machine = describeMachine();
  const cores = pinClient();
  console.log(`${machine}\n${CONNECTIONS} connections, autocannon. ${describeCores(cores)}`);
  const redis = await startRedisServer((command) => onSpareCore(cores, command));
  try {
    const places = { cores, redisPort: redis.port };
    const servers = await Promise.all(CONTESTANTS.map((contestant) => serveContestant(contestant, places)));
    const progress = startProgress(4);
    const measured = await measure(servers, thoroughness === 'quick' ? QUICK : FULL, progress);
    progress.end();
    conclude({ name: 'http', title: 'Over HTTP', machine, ...measured }, thoroughness);
    for (const { stop } of servers) await stop();
  } finally {
    await redis.stop();
  }
}

async function measure(
  servers: readonly ServedContestant[],
  effort: Effort,
  progress: Progress,
): Promise<Pick<BenchResult, 'charts' | 'targets'>> {
  const loads = await measureLoads(servers, effort, progress);
  console.log(`\n${formatLoads(loads)}`);
  const ratios = FRAMEWORKS.flatMap((framework) =>
    STORES.flatMap((store) => ratioTargets(loads, { framework, store })),
  );
  const latencies: Target[] = [];
  for (const framework of FRAMEWORKS) {
    const place = { framework, store: 'memory' };
    const [bare, ours] = [routeOf(loads, { ...place, store: 'none' }, 'bare'), routeOf(loads, place, 'countersign')];
    const rate = median(ours.requestsPerSecond) / 2;
    progress.step(`${framework} at a fixed rate`);
    const [barePaced, oursPaced] = await measurePaced([bare.served, ours.served], effort, rate);
    if (barePaced !== undefined && oursPaced !== undefined) {
      console.log(`\n${formatPaced([barePaced, oursPaced], rate)}`);
      latencies.push(latencyTarget(framework, barePaced, oursPaced));
    }
  }
  return { charts: FRAMEWORKS.map((framework) => chartLoads(framework, loads)), targets: [...ratios, ...latencies] };
}

function chartLoads(framework: Framework, loads: readonly ServerLoad[]): Chart {
  const bars = loads
    .filter(({ served }) => served.contestant.framework === framework)
    .map(({ served, cpuUs }) => ({ label: served.name, value: median(cpuUs), role: ROLES[served.contestant.route] }));
  return { title: `Processor time a request, ${framework}`, unit: 'µs', scale: 'linear', bars };
}

const ROLES: Readonly<Record<RouteKind, BarRole>> = {
  bare: 'floor',
  'hand-written': 'peer',
  countersign: 'ours',
  'better-auth': 'peer',
};

/** Of a fast hand-written route 35 µs are more than a ratio lets see: they are always allowed. */
const ALLOWED_US = 35;

function ratioTargets(
  loads: readonly ServerLoad[],
  place: { readonly framework: string; readonly store: string },
): readonly Target[] {
  const ours = routeOf(loads, place, 'countersign');
  const byHand = routeOf(loads, place, 'hand-written');
  const ratio = { unit: 'x', decides: true } as const;
  const where = `${place.framework}, ${place.store}`;
  return [
    {
      ...ratio,
      name: `processor time of the hand-written route, ${where}`,
      bound: 'at most',
      limit: Math.max(1.3, 1 + ALLOWED_US / median(byHand.cpuUs)),
      aim: 1.1,
      measured: timesTheCpu(ours, byHand),
    },
    {
      ...ratio,
      name: `less processor time than better-auth, ${where}`,
      bound: 'at least',
      limit: 3.5,
      aim: 5,
      measured: timesTheCpu(routeOf(loads, place, 'better-auth'), ours),
    },
  ];
}

function latencyTarget(framework: string, bare: PacedLoad, ours: PacedLoad): Target {
  return {
    name: `p99 of the bare framework, ${framework}, memory, at half our maximum`,
    bound: 'at most',
    limit: 2,
    unit: 'x',
    measured: median(ours.p99Ms.map((p99Ms, round) => p99Ms / (bare.p99Ms[round] ?? Number.NaN))),
    decides: false,
  };
}

function formatLoads(loads: readonly ServerLoad[]): string {
  const rows = loads.map(({ served, cpuUs, requestsPerSecond, answersMs }) => [
    served.name,
    ...[median(cpuUs), Math.min(...cpuUs), Math.max(...cpuUs), median(requestsPerSecond)].map(formatNumber),
    ...[0.5, 0.95, 0.99].map((share) => formatNumber(percentile(answersMs, share))),
  ]);
  const header = ['server', 'µs of processor a request', 'least', 'most', 'requests/s', 'p50 ms', 'p95 ms', 'p99 ms'];
  return formatTable(header, rows);
}

function formatPaced(paced: readonly PacedLoad[], rate: number): string {
  const rows = paced.map(({ served, p99Ms }) => [served.name, ...p99Ms.map(formatNumber)]);
  const header = [
    `p99 ms at ${formatNumber(rate)} requests/s`,
    ...(paced[0]?.p99Ms ?? []).map((_, round) => `round ${round + 1}`),
  ];
  return formatTable(header, rows);
}
