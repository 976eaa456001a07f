/**
 * Runs several lanes in turns, many short rounds each, in one process: whatever the machine does meanwhile,
 * it does to all of them alike, and the median of the ratios within a round hardly feels it. Rounds begin with no
 * garbage, so that none pays for a neighbour's; what a collection costs is therefore not in them.
 */
import { collectYoungGarbage } from './garbage.ts';
import { median } from './statistics.ts';

/** One thing to measure. */
export interface Lane {
  readonly name: string;
  /** Chosen so that all lanes' rounds take about as long: a longer one is interrupted more often on a busy machine. */
  readonly cyclesPerRound: number;
  /** One unit of work, start to end. Of those at once each has a worker's number of its own, from 0. */
  cycle(worker: number): Promise<void>;
}

/** What was measured of a lane. */
export interface LaneTimes {
  readonly name: string;
  /** Every cycle's time, in microseconds. */
  readonly cyclesUs: readonly number[];
  /** Each round's time divided by its cycles, in microseconds: where several run at once, what throughput is. */
  readonly roundsUs: readonly number[];
}

export interface InterleaveOptions {
  readonly rounds: number;
  /** Rounds before those that count. */
  readonly warmUpRounds: number;
  /** Cycles at once. @defaultValue 1 */
  readonly concurrency?: number;
}

/** The times of each lane, in the order given. */
export async function interleave(lanes: readonly Lane[], options: InterleaveOptions): Promise<readonly LaneTimes[]> {
  const { rounds, warmUpRounds, concurrency = 1 } = options;
  const times = lanes.map(({ name }) => ({ name, cyclesUs: [] as number[], roundsUs: [] as number[] }));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const turn of lanes.keys()) {
      // Another one begins each round, so that none always follows the same neighbour.
      const index = (turn + Math.abs(round)) % lanes.length;
      const lane = lanes[index];
      const measured = times[index];
      if (lane === undefined || measured === undefined) continue;
      collectYoungGarbage();
      const startedAtMs = performance.now();
      const cyclesUs = await runRound(lane, concurrency);
      const roundUs = ((performance.now() - startedAtMs) * 1000) / cyclesUs.length;
      if (round < 0) continue;
      for (const cycleUs of cyclesUs) measured.cyclesUs.push(cycleUs);
      measured.roundsUs.push(roundUs);
    }
  }
  return times;
}

async function runRound(lane: Lane, concurrency: number): Promise<Float64Array> {
  const cyclesUs = new Float64Array(lane.cyclesPerRound);
  let begun = 0;
  const work = async (worker: number): Promise<void> => {
    while (begun < cyclesUs.length) {
      const index = begun;
      begun += 1;
      const startedAtMs = performance.now();
      await lane.cycle(worker);
      cyclesUs[index] = (performance.now() - startedAtMs) * 1000;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, worker) => work(worker)));
  return cyclesUs;
}

/** How many times as long `slower` takes as `faster`: the median of the ratios of their rounds. */
export function timesAsLong(slower: LaneTimes, faster: LaneTimes): number {
  return median(slower.roundsUs.map((roundUs, round) => roundUs / (faster.roundsUs[round] ?? Number.NaN)));
}

/** The same of the rounds' median cycles, which a few slow ones do not touch. */
export function medianTimesAsLong(slower: LaneTimes, faster: LaneTimes): number {
  const fasterUs = roundMediansOf(faster);
  return median(roundMediansOf(slower).map((medianUs, round) => medianUs / (fasterUs[round] ?? Number.NaN)));
}

function roundMediansOf({ cyclesUs, roundsUs }: LaneTimes): readonly number[] {
  const length = cyclesUs.length / roundsUs.length;
  return roundsUs.map((_, round) => median(cyclesUs.slice(round * length, (round + 1) * length)));
}
