/** Full cycles side by side on one connection of one client: one at a time, and many at once. */
import { createRedisCodeStore } from '@countersign/otp-redis';
import type { Redis } from 'ioredis';
import { collectGarbage } from '../measure/garbage.ts';
import { interleave, type LaneTimes, medianTimesAsLong, timesAsLong } from '../measure/interleave.ts';
import { createBetterAuth } from '../stores/better-auth.ts';
import type { Contestant } from '../stores/contestant.ts';
import { createStoreAlone } from '../stores/store-alone.ts';
import { createWholeEngine } from '../stores/whole-engine.ts';
import { createBareScripts } from './contestants/bare-scripts.ts';
import { betterAuthInRedis } from './contestants/better-auth-storage.ts';
import { createTutorial } from './contestants/tutorial.ts';
import type { Effort } from './effort.ts';

/** How many times as long one takes as another. */
export interface Ratios {
  readonly storeToBare: number;
  readonly engineToBare: number;
  readonly betterAuthToEngine: number;
  readonly tutorialToEngine: number;
}

export interface SpeedReport {
  readonly title: string;
  readonly lanes: readonly LaneTimes[];
  readonly ratios: Ratios;
}

/** Ratios are those of the median cycles. */
export async function measureOneAtATime(client: Redis, effort: Effort): Promise<SpeedReport> {
  const lanes = await run(client, { rounds: effort.rounds, cycles: effort.cycles, concurrency: 1 });
  return { title: 'One at a time', lanes, ratios: ratiosOf(lanes, medianTimesAsLong) };
}

export const AT_ONCE = 64;

/** Ratios are those of the throughput. */
export async function measureAtOnce(client: Redis, effort: Effort): Promise<SpeedReport> {
  const lanes = await run(client, { rounds: effort.rounds, cycles: effort.cyclesAtOnce, concurrency: AT_ONCE });
  const title = `${AT_ONCE} at once; a round's figure is its time divided by its cycles`;
  return { title, lanes, ratios: ratiosOf(lanes, timesAsLong) };
}

interface Course {
  readonly rounds: number;
  readonly cycles: number;
  readonly concurrency: number;
}

async function run(client: Redis, { rounds, cycles, concurrency }: Course): Promise<readonly LaneTimes[]> {
  const store = createRedisCodeStore({ client });
  const betterAuth = await createBetterAuth(betterAuthInRedis(client), concurrency);
  const contestants: readonly Contestant[] = [
    await createBareScripts(client),
    await createStoreAlone('countersign, the store alone', store),
    createWholeEngine('countersign', store),
    betterAuth.contestant('verify'),
    betterAuth.contestant('consume'),
    createTutorial(client),
  ];
  collectGarbage();
  return interleave(
    contestants.map(({ name, cycle }) => ({ name, cyclesPerRound: cycles, cycle })),
    { rounds, warmUpRounds: Math.ceil(rounds / 5), concurrency },
  );
}

function ratiosOf(lanes: readonly LaneTimes[], compare: (slower: LaneTimes, faster: LaneTimes) => number): Ratios {
  const [bare, store, engine, betterAuth, , tutorial] = lanes;
  if (!bare || !store || !engine || !betterAuth || !tutorial) throw new Error('A lane is missing.');
  return {
    storeToBare: compare(store, bare),
    engineToBare: compare(engine, bare),
    betterAuthToEngine: compare(betterAuth, engine),
    tutorialToEngine: compare(tutorial, engine),
  };
}
