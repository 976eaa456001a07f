/** What every benchmark with targets prints: where and when at the beginning, what was reached at the end. */
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { BenchResult } from '../report/bench-result.ts';
import { keepResult } from '../report/keep-result.ts';
import { formatTargets, isAimReached, isReached, type Target } from './target.ts';

export type Thoroughness = 'full' | 'quick';

/** @throws Error naming what is not known */
export function readThoroughness(argumentList: readonly string[]): Thoroughness {
  const unknown = argumentList.filter((argument) => argument !== '--quick');
  if (unknown.length > 0) throw new Error(`Only --quick is known, not ${unknown.join(' ')}.`);
  return argumentList.includes('--quick') ? 'quick' : 'full';
}

export function describeMachine(): string {
  const [processor] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${availableParallelism()} cores, ${processor?.model ?? 'unknown'}, load ${loadavg()[0]?.toFixed(1)}`;
  return `${date}, Node ${process.version}, ${machine}`;
}

/** Prints what was reached and keeps the figures. Sets the exit code to 1 where a target that decides is missed. */
export function conclude(result: BenchResult, thoroughness: Thoroughness): void {
  printTargets(result.targets);
  keepResult(result, thoroughness);
  if (thoroughness === 'quick') console.log('A quick run: rough figures, nothing decided.');
  else if (result.targets.some((target) => target.decides && !isReached(target))) process.exitCode = 1;
}

function printTargets(targets: readonly Target[]): void {
  console.log(`\n${formatTargets(targets)}\n`);
  nameMisses(
    'Missed',
    targets.filter((target) => !isReached(target)),
  );
  nameMisses(
    'Short of the aim',
    targets.filter((target) => isReached(target) && !isAimReached(target)),
  );
}

function nameMisses(title: string, targets: readonly Target[]): void {
  if (targets.length > 0) console.log(`${title}: ${targets.map(({ name }) => name).join('; ')}.`);
}
