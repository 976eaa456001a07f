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
  /** One unit of work, start to end. */
  cycle(): Promise<void>;
}

/** What was measured of a lane. */
export interface LaneTimes {
  readonly name: string;
  /** Every cycle's time, in microseconds. */
  readonly cyclesUs: readonly number[];
  /** The mean of each round, in microseconds. */
  readonly roundsUs: readonly number[];
}

export interface InterleaveOptions {
  readonly rounds: number;
  /** Rounds before those that count. */
  readonly warmUpRounds: number;
}

/** The times of each lane, in the order given. */
export async function interleave(lanes: readonly Lane[], options: InterleaveOptions): Promise<readonly LaneTimes[]> {
  const times = lanes.map(({ name }) => ({ name, cyclesUs: [] as number[], roundsUs: [] as number[] }));
  for (let round = -options.warmUpRounds; round < options.rounds; round += 1) {
    for (const turn of lanes.keys()) {
      // Another one begins each round, so that none always follows the same neighbour.
      const index = (turn + Math.abs(round)) % lanes.length;
      const lane = lanes[index];
      const measured = times[index];
      if (lane === undefined || measured === undefined) continue;
      collectYoungGarbage();
      const cyclesUs = await runRound(lane);
      if (round < 0) continue;
      for (const cycleUs of cyclesUs) measured.cyclesUs.push(cycleUs);
      measured.roundsUs.push(cyclesUs.reduce((sum, cycleUs) => sum + cycleUs, 0) / cyclesUs.length);
    }
  }
  return times;
}

async function runRound(lane: Lane): Promise<Float64Array> {
  const cyclesUs = new Float64Array(lane.cyclesPerRound);
  for (let index = 0; index < cyclesUs.length; index += 1) {
    const startedAtMs = performance.now();
    await lane.cycle();
    cyclesUs[index] = (performance.now() - startedAtMs) * 1000;
  }
  return cyclesUs;
}

/** How many times as long `slower` takes as `faster`: the median of the ratios of their rounds. */
export function timesAsLong(slower: LaneTimes, faster: LaneTimes): number {
  return median(slower.roundsUs.map((roundUs, round) => roundUs / (faster.roundsUs[round] ?? Number.NaN)));
}
