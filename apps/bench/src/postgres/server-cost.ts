/** What a request and its verification cost the server, beside time. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { PostgresCodeStore } from '@countersign/otp-postgres';
import type { Pool } from 'pg';
import type { PostgresServer } from '../measure/postgres-server.ts';
import { atOnce } from '../stores/at-once.ts';
import { createStoreAlone } from '../stores/store-alone.ts';
import { AT_ONCE } from './speed.ts';

export interface ServerCost {
  /** Microseconds of processor time of all its processes; `null` where the system does not tell. */
  readonly cycleCpuUs: number | null;
  /** Bytes of write-ahead log, which is what reaches the disk and the replicas. */
  readonly cycleLogBytes: number;
}

export async function measureServerCost(
  server: PostgresServer,
  pool: Pool,
  { store, cycles }: { readonly store: PostgresCodeStore; readonly cycles: number },
): Promise<ServerCost> {
  const alone = await createStoreAlone('alone', store);
  const startedAtUs = processorUs(server.pid);
  const startedAt = await logPosition(pool);
  await atOnce(Array(cycles).keys(), AT_ONCE, () => alone.cycle(0));
  const { rows } = await pool.query('SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), $1)::float AS bytes', [startedAt]);
  const endedAtUs = processorUs(server.pid);
  return {
    cycleCpuUs: startedAtUs === null || endedAtUs === null ? null : (endedAtUs - startedAtUs) / cycles,
    cycleLogBytes: rows[0].bytes / cycles,
  };
}

async function logPosition(pool: Pool): Promise<string> {
  const { rows } = await pool.query('SELECT pg_current_wal_lsn()::text AS position');
  return rows[0].position;
}

/** Linux counts in hundredths of a second. */
const TICK_US = 10_000;

/** Of a process, its children and those that have ended. */
function processorUs(pid: number): number | null {
  if (!existsSync(`/proc/${pid}/stat`)) return null;
  let ticks = 0;
  for (const folder of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const fields = statisticsOf(folder);
    const [, parent, user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields;
    if (Number(folder) === pid) ticks += user + system + endedUser + endedSystem;
    else if (parent === pid) ticks += user + system;
  }
  return ticks * TICK_US;
}

/** State, parent, and the four processor times; nothing of a process that has just ended. */
function statisticsOf(folder: string): readonly number[] {
  try {
    const text = readFileSync(`/proc/${folder}/stat`, 'utf8');
    // The name before may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return [0, 1, 11, 12, 13, 14].map((place) => Number(fields[place]));
  } catch {
    return [];
  }
}
