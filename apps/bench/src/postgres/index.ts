/** The store in PostgreSQL beside bare upserts and a peer, on one server in one run; its rows; its purge. */
import { Pool } from 'pg';
import { describeCores, pinClient } from '../measure/cores.ts';
import { formatLanes } from '../measure/lane-table.ts';
import { formatNumber } from '../measure/number-text.ts';
import { type PostgresServer, startPostgresServer } from '../measure/postgres-server.ts';
import { type Progress, startProgress } from '../measure/progress.ts';
import { conclude, describeMachine, readThoroughness } from '../measure/report.ts';
import { median } from '../measure/statistics.ts';
import { formatTable } from '../measure/table.ts';
import type { Target } from '../measure/target.ts';
import type { BenchResult } from '../report/bench-result.ts';
import { chartLanes } from '../report/lane-chart.ts';
import { formatRememberedFailures } from '../stores/remembered-failures.ts';
import { createStoreAlone } from '../stores/store-alone.ts';
import { createBetterAuthDatabase } from './contestants/better-auth-database.ts';
import { type Effort, FULL, QUICK } from './effort.ts';
import { createFilledStore } from './filled-store.ts';
import { measurePurge, type PurgeReport } from './purge.ts';
import {
  measureLimitBytes,
  measureOnceBytes,
  measureRememberedFailures,
  measureRowBytes,
  type RowBytes,
} from './row-bytes.ts';
import { measureServerCost, type ServerCost } from './server-cost.ts';
import { formatSizing } from './sizing.ts';
import { AT_ONCE, type Field, measureSpeed, type SpeedReport } from './speed.ts';
import { countStatements, type StatementCounts } from './statement-counts.ts';

/** Prints what it measures; sets the exit code to 1 where a target that decides is missed. */
export async function run(argumentList: readonly string[]): Promise<void> {
  const thoroughness = readThoroughness(argumentList);
  const machine = describeMachine();
  const cores = pinClient();
  const server = await startPostgresServer(cores);
  const pool = new Pool({ connectionString: server.url(), max: AT_ONCE });
  const pools = [pool];
  try {
    const described = await describeServer(pool);
    console.log(`${machine}\n${described} ${describeCores(cores)}`);
    const effort = thoroughness === 'quick' ? QUICK : FULL;
    const progress = startProgress(5);
    progress.step('Filling the tables');
    const field = await layOut(server, pool, effort);
    pools.push(field.betterAuthEmpty.pool, field.betterAuthSome.pool);
    const measured = await measure(server, field, { effort, progress });
    conclude(
      { name: 'postgres', title: 'On PostgreSQL', machine: `${machine}; ${described}`, ...measured },
      thoroughness,
    );
  } finally {
    await Promise.all(pools.map((each) => each.end()));
    await server.stop();
  }
}

const EMPTY = 'empty_rows';
const SOME = 'some_rows';
const MANY = 'many_rows';
const BETTER_AUTH_EMPTY = 'better_auth_empty';

async function layOut(server: PostgresServer, pool: Pool, { someRows, manyRows }: Effort): Promise<Field> {
  const half = manyRows / 2;
  return {
    pool,
    empty: await createFilledStore(pool, EMPTY, { live: 0, expired: 0 }),
    some: await createFilledStore(pool, SOME, { live: someRows, expired: 0 }),
    many: await createFilledStore(pool, MANY, { live: half, expired: half }),
    betterAuthEmpty: await createBetterAuthDatabase(server, pool, {
      name: BETTER_AUTH_EMPTY,
      workers: AT_ONCE,
      liveRows: 0,
    }),
    betterAuthSome: await createBetterAuthDatabase(server, pool, {
      name: 'better_auth_some',
      workers: AT_ONCE,
      liveRows: someRows,
    }),
  };
}

async function measure(
  server: PostgresServer,
  field: Field,
  { effort, progress }: { readonly effort: Effort; readonly progress: Progress },
): Promise<Pick<BenchResult, 'charts' | 'targets'>> {
  const { pool } = field;
  const statements = await countStatements(server, pool, { schema: EMPTY, betterAuthDatabase: BETTER_AUTH_EMPTY });
  printStatements(statements);
  progress.step(`Cycles, ${AT_ONCE} at once`);
  const speed = await measureSpeed(field, effort);
  const { someRows, manyRows } = effort;
  console.log(
    `\n${AT_ONCE} at once; some rows are ${formatNumber(someRows)} live ones, many are ${formatNumber(manyRows)}, half of them expired\n${formatLanes(speed.lanes)}`,
  );
  progress.step('Purge');
  const purge = await measurePurge(pool, {
    schema: MANY,
    alone: await createStoreAlone('beside a purge', field.many),
    batches: effort.batches,
    cycles: effort.disturbedCycles,
  });
  printPurge(purge);
  progress.step('Bytes of a row');
  const bytes = await measureRowBytes(pool, effort.weighedRows);
  const remembered = await measureRememberedFailures(pool, effort.weighedRows / 10);
  const onceBytes = await measureOnceBytes(pool, effort.weighedRows / 10);
  const limitBytes = await measureLimitBytes(pool, effort.weighedRows / 10);
  progress.step('Cost to the server');
  const cost = await measureServerCost(server, pool, { store: field.empty, cycles: effort.disturbedCycles });
  progress.end();
  printCost(bytes, cost);
  console.log(
    `A key of the limiter takes ${formatNumber(limitBytes)} bytes after one charge; a key that happened once ` +
      `${formatNumber(onceBytes)} bytes, and its value.`,
  );
  console.log(`\n${formatSizing(cost, bytes)}\n\n${formatRememberedFailures(remembered)}`);
  return {
    charts: [chartLanes(`µs a request and verification, ${AT_ONCE} at once`, speed.lanes)],
    targets: [...speedTargets(speed), ...otherTargets(statements, purge, bytes)],
  };
}

function speedTargets(speed: SpeedReport): readonly Target[] {
  const ratio = { unit: 'x', decides: true } as const;
  const atLeast = (name: string, limit: number, measured: number) =>
    ({ ...ratio, bound: 'at least', name, limit, measured }) as const;
  const atMost = (name: string, limit: number, measured: number) =>
    ({ ...ratio, bound: 'at most', name, limit, measured }) as const;
  return [
    atLeast('speed of two bare upserts, store alone', 0.65, 1 / speed.storeToBare),
    // What is promised is the store's part: the rest is hashes, and no work of the server.
    { ...atLeast('speed of two bare upserts, engine', 0.65, 1 / speed.engineToBare), decides: false },
    atLeast('speed of better-auth, empty', 5, speed.betterAuthToEngineEmpty),
    atLeast('speed of better-auth, some rows', 25, speed.betterAuthToEngineSome),
    atMost('time with some rows', 1.3, speed.someToEmpty),
    atMost('time with many rows', 1.3, speed.manyToEmpty),
  ];
}

function otherTargets(
  statements: StatementCounts | null,
  { batchesMs, aloneMs, besideMs }: PurgeReport,
  { live }: RowBytes,
): readonly Target[] {
  const counted: readonly Target[] =
    statements === null
      ? []
      : [
          {
            name: 'statements a request and verification',
            bound: 'at most',
            limit: 2,
            unit: '',
            measured: statements.countersign,
            decides: true,
          },
        ];
  return [
    ...counted,
    { name: 'a row with its indexes', bound: 'at most', limit: 350, unit: 'bytes', measured: live, decides: true },
    {
      name: 'a batch of a purge',
      bound: 'at most',
      limit: 10,
      unit: 'ms',
      measured: median(batchesMs),
      decides: false,
    },
    {
      name: 'slowest cycle beside a purge, over without',
      bound: 'at most',
      limit: 50,
      unit: 'ms',
      measured: Math.max(0, besideMs.slowest - aloneMs.slowest),
      decides: false,
    },
  ];
}

async function describeServer(pool: Pool): Promise<string> {
  const { rows } =
    await pool.query(`SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
    current_setting('synchronous_commit') AS commits, current_setting('shared_buffers') AS buffers`);
  const { version, fsync, commits, buffers } = rows[0];
  return `PostgreSQL ${version} as installed: fsync ${fsync}, synchronous_commit ${commits}, shared_buffers ${buffers}; pg.`;
}

function printStatements(statements: StatementCounts | null): void {
  if (statements === null) console.log('\nThe server has no pg_stat_statements: statements are not counted.');
  else {
    console.log(
      `\nA request and its verification are ${statements.countersign} statements, better-auth's ${statements.betterAuth}.`,
    );
  }
}

function printPurge({ batchesMs, aloneMs, besideMs, besideBatches, servedDuringBatch }: PurgeReport): void {
  const beside = `beside ${besideBatches} batches without a pause`;
  const rows = Object.entries({ 'without a purge': aloneMs, [beside]: besideMs }).map(
    ([name, { p50, p99, slowest }]) => [name, ...[p50, p99, slowest].map(formatNumber)],
  );
  console.log(
    `\nA batch of 1,000 takes ${formatNumber(median(batchesMs))} ms, the slowest of ${batchesMs.length} ${formatNumber(Math.max(...batchesMs))} ms; ` +
      `${formatNumber(servedDuringBatch)} cycles were served while one stood uncommitted.\n` +
      formatTable(['ms a request and verification', 'p50', 'p99', 'slowest'], rows),
  );
}

function printCost({ live, verified, indexes }: RowBytes, { cycleCpuUs, cycleLogBytes }: ServerCost): void {
  console.log(
    `\nA number takes ${formatNumber(live)} bytes with a live challenge, ${formatNumber(verified)} once verified, ${formatNumber(indexes)} of them in indexes.\n` +
      `A request and its verification cost the server ${cycleCpuUs === null ? 'an unknown time' : `${formatNumber(cycleCpuUs)} µs`} of processor and ${formatNumber(cycleLogBytes)} bytes of log.`,
  );
}
