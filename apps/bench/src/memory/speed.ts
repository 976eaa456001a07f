/** Full cycles side by side: with nothing live, with ten thousand challenges live, with a million. */
import { collectGarbage } from '../measure/garbage.ts';
import { interleave, type Lane, type LaneTimes, timesAsLong } from '../measure/interleave.ts';
import { createBareLimit } from './contestants/bare-limit.ts';
import { createBetterAuth } from './contestants/better-auth.ts';
import type { Contestant } from './contestants/contestant.ts';
import { createCountersign } from './contestants/countersign.ts';
import type { Effort } from './effort.ts';

/** One scenario. */
export interface SpeedReport {
  readonly title: string;
  readonly lanes: readonly LaneTimes[];
}

export interface NothingLive extends SpeedReport {
  /** How many times as long each takes as countersign. */
  readonly betterAuth: number;
  readonly betterAuthConsume: number;
  readonly bareLimit: number;
}

export async function measureNothingLive(effort: Effort): Promise<NothingLive> {
  const lanes = await run(effort.rounds, [
    lane(createCountersign(), effort.cycles),
    lane(await createBetterAuth('verify'), effort.cycles / 5),
    lane(await createBetterAuth('consume'), effort.cycles / 5),
    lane(createBareLimit(), effort.cycles * 2),
  ]);
  const [countersign, verify, consume, bare] = lanes;
  return {
    title: 'Nothing live',
    lanes,
    betterAuth: timesAsLong(verify, countersign),
    betterAuthConsume: timesAsLong(consume, countersign),
    bareLimit: timesAsLong(bare, countersign),
  };
}

export interface TenThousandLive extends SpeedReport {
  /** How many times as long each takes as countersign. */
  readonly betterAuth: number;
  readonly betterAuthConsume: number;
}

export async function measureTenThousandLive(effort: Effort): Promise<TenThousandLive> {
  const contestants = [
    createCountersign(),
    await createBetterAuth('verify'),
    await createBetterAuth('consume'),
  ] as const;
  for (const contestant of contestants) await contestant.fill(10_000);
  // It scans all of them several times over: one cycle takes as long as a whole round of others.
  const lanes = await run(effort.scanningRounds, [
    lane(contestants[0], effort.cycles * 12),
    lane(contestants[1], 1),
    lane(contestants[2], 1),
  ]);
  const [countersign, verify, consume] = lanes;
  return {
    title: 'Ten thousand live',
    lanes,
    betterAuth: timesAsLong(verify, countersign),
    betterAuthConsume: timesAsLong(consume, countersign),
  };
}

export interface MillionLive extends SpeedReport {
  /** How many times as long countersign takes as with nothing live. */
  readonly slowdown: number;
}

export async function measureMillionLive(effort: Effort): Promise<MillionLive> {
  const crowded = createCountersign();
  await crowded.fill(1_000_000);
  const lanes = await run(effort.rounds, [
    { ...lane(createCountersign(), effort.cycles), name: 'countersign, nothing live' },
    { ...lane(crowded, effort.cycles), name: 'countersign, a million live' },
  ]);
  const [empty, full] = lanes;
  return { title: 'A million live', lanes, slowdown: timesAsLong(full, empty) };
}

function lane(contestant: Contestant, cyclesPerRound: number): Lane {
  return { name: contestant.name, cyclesPerRound, cycle: contestant.cycle };
}

/** As many times as lanes. */
async function run<const Lanes extends readonly Lane[]>(
  rounds: number,
  lanes: Lanes,
): Promise<{ readonly [Index in keyof Lanes]: LaneTimes }> {
  collectGarbage();
  const times = await interleave(lanes, { rounds, warmUpRounds: Math.ceil(rounds / 5) });
  return times as unknown as { readonly [Index in keyof Lanes]: LaneTimes };
}
