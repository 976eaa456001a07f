/** Full cycles side by side on one server, sixteen at once: beside the bare limit, beside a peer, beside rows that are there already. */
import type { PostgresCodeStore } from '@countersign/otp-postgres';
import type { Pool } from 'pg';
import { collectGarbage } from '../measure/garbage.ts';
import { interleave, type Lane, type LaneTimes, timesAsLong } from '../measure/interleave.ts';
import type { Contestant } from '../stores/contestant.ts';
import { createStoreAlone } from '../stores/store-alone.ts';
import { createWholeEngine } from '../stores/whole-engine.ts';
import { createBareUpserts } from './contestants/bare-upserts.ts';
import type { BetterAuthDatabase } from './contestants/better-auth-database.ts';
import type { Effort } from './effort.ts';

export const AT_ONCE = 16;

/** What the lanes run on. */
export interface Field {
  readonly pool: Pool;
  readonly empty: PostgresCodeStore;
  readonly some: PostgresCodeStore;
  readonly many: PostgresCodeStore;
  readonly betterAuthEmpty: BetterAuthDatabase;
  readonly betterAuthSome: BetterAuthDatabase;
}

export interface SpeedReport {
  readonly lanes: readonly LaneTimes[];
  /** How many times as long one takes as another. */
  readonly storeToBare: number;
  readonly engineToBare: number;
  readonly someToEmpty: number;
  readonly manyToEmpty: number;
  readonly betterAuthToEngineEmpty: number;
  readonly betterAuthToEngineSome: number;
}

export async function measureSpeed(field: Field, effort: Effort): Promise<SpeedReport> {
  const { cycles, betterAuthCycles, scanningCycles } = effort;
  const { betterAuthEmpty, betterAuthSome } = field;
  const lanes = await run(effort.rounds, [
    lane(await createBareUpserts(field.pool), cycles),
    lane(await createStoreAlone('the store alone, empty', field.empty), cycles),
    lane(await createStoreAlone('the store alone, some rows', field.some), cycles),
    lane(await createStoreAlone('the store alone, many rows', field.many), cycles),
    lane(createWholeEngine('countersign, empty', field.empty), cycles),
    lane(createWholeEngine('countersign, some rows', field.some), cycles),
    lane(betterAuthEmpty.contestant('verify'), betterAuthCycles, ', empty'),
    lane(betterAuthEmpty.contestant('consume'), betterAuthCycles, ', empty'),
    lane(betterAuthSome.contestant('verify'), scanningCycles, ', some rows'),
    lane(betterAuthSome.contestant('consume'), scanningCycles, ', some rows'),
  ]);
  const [bare, store, storeSome, storeMany, engine, engineSome, betterAuth, , betterAuthScanning] = lanes;
  return {
    lanes,
    storeToBare: timesAsLong(store, bare),
    engineToBare: timesAsLong(engine, bare),
    someToEmpty: timesAsLong(storeSome, store),
    manyToEmpty: timesAsLong(storeMany, store),
    betterAuthToEngineEmpty: timesAsLong(betterAuth, engine),
    betterAuthToEngineSome: timesAsLong(betterAuthScanning, engineSome),
  };
}

function lane({ name, cycle }: Contestant, cyclesPerRound: number, addition = ''): Lane {
  return { name: `${name}${addition}`, cyclesPerRound, cycle };
}

/** As many times as lanes. */
async function run<const Lanes extends readonly Lane[]>(
  rounds: number,
  lanes: Lanes,
): Promise<{ readonly [Index in keyof Lanes]: LaneTimes }> {
  collectGarbage();
  const times = await interleave(lanes, { rounds, warmUpRounds: Math.ceil(rounds / 5), concurrency: AT_ONCE });
  return times as unknown as { readonly [Index in keyof Lanes]: LaneTimes };
}
