/** All contestants in turns: the processor time of each server a request, and what its clients see. */
import type { Progress } from '../measure/progress.ts';
import { median, percentile } from '../measure/statistics.ts';
import type { RouteKind } from './contestant.ts';
import type { Effort } from './effort.ts';
import { load } from './load.ts';
import { loadAtRate } from './paced-load.ts';
import type { ServedContestant } from './served-contestant.ts';

/** What was measured of a server. */
export interface ServerLoad {
  readonly served: ServedContestant;
  /** Microseconds of the server's processor time a request, one figure a round. */
  readonly cpuUs: readonly number[];
  readonly requestsPerSecond: readonly number[];
  readonly answersMs: readonly number[];
}

export async function measureLoads(
  servers: readonly ServedContestant[],
  { warmUpRequests, rounds, requests }: Effort,
  progress: Progress,
): Promise<readonly ServerLoad[]> {
  progress.step('Warm-up');
  for (const [index, served] of servers.entries()) {
    progress.tell(`server ${index + 1} of ${servers.length}`);
    await load({ ...served, requests: warmUpRequests });
  }
  progress.step('Load in turns');
  const loads = servers.map((served) => ({
    served,
    cpuUs: [] as number[],
    requestsPerSecond: [] as number[],
    answersMs: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    progress.tell(`round ${round + 1} of ${rounds}`);
    // Another one begins each round, so that none always follows the same neighbour.
    for (const measured of [...loads.slice(round % loads.length), ...loads.slice(0, round % loads.length)]) {
      const before = await measured.served.cpuUs();
      const { tookMs, answersMs } = await load({ ...measured.served, requests });
      measured.cpuUs.push(((await measured.served.cpuUs()) - before) / requests);
      measured.requestsPerSecond.push((requests * 1000) / tookMs);
      for (const answerMs of answersMs) measured.answersMs.push(answerMs);
    }
  }
  return loads;
}

/** How many times the processor time of `other` one server takes: the median of the ratios of their rounds. */
export function timesTheCpu(one: ServerLoad, other: ServerLoad): number {
  return median(one.cpuUs.map((cpuUs, round) => cpuUs / (other.cpuUs[round] ?? Number.NaN)));
}

export interface PacedLoad {
  readonly served: ServedContestant;
  /** Milliseconds below which all but one in a hundred answers came, one figure a round. */
  readonly p99Ms: readonly number[];
}

/** The same rate for all of them, in turns. */
export async function measurePaced(
  servers: readonly ServedContestant[],
  { rounds, pacedMs }: Effort,
  requestsPerSecond: number,
): Promise<readonly PacedLoad[]> {
  const requests = Math.ceil((requestsPerSecond * pacedMs) / 1000);
  const paced = servers.map((served) => ({ served, p99Ms: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { served, p99Ms } of round % 2 === 0 ? paced : [...paced].reverse()) {
      p99Ms.push(percentile(await loadAtRate({ ...served, requests, requestsPerSecond }), 0.99));
    }
  }
  return paced;
}

export function routeOf<Measured extends { readonly served: ServedContestant }>(
  measured: readonly Measured[],
  { framework, store }: { readonly framework: string; readonly store: string },
  route: RouteKind,
): Measured {
  const found = measured.find(
    ({ served: { contestant } }) =>
      contestant.framework === framework && contestant.store === store && contestant.route === route,
  );
  if (found === undefined) throw new Error(`Nobody has measured ${framework}, ${store}: ${route}.`);
  return found;
}
