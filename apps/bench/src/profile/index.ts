/** Where each microsecond of a request and its verification goes. Writes `docs/cost-of-a-cycle.md`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { collectGarbage } from '../measure/garbage.ts';
import { formatNumber } from '../measure/number-text.ts';
import { startProgress } from '../measure/progress.ts';
import { describeMachine, readThoroughness } from '../measure/report.ts';
import { formatTable } from '../measure/table.ts';
import { type CountedWork, watchCrypto } from './count-work.ts';
import { type Place, type SampledCycle, sampleCycle } from './sample-cycle.ts';

const PAGE = fileURLToPath(new URL('../../../../docs/cost-of-a-cycle.md', import.meta.url));
const FUNCTIONS_SHOWN = 30;

/** Prints the page, and writes it down unless the run is a quick one. */
export async function run(argumentList: readonly string[]): Promise<void> {
  const thoroughness = readThoroughness(argumentList);
  const cycles = thoroughness === 'quick' ? 20_000 : 200_000;
  const progress = startProgress(3);
  progress.step('Counting the work of a cycle');
  const countWork = watchCrypto();
  // Only now, so that what it takes from `node:crypto` is what is counted.
  const { createCountersign } = await import('../memory/contestants/countersign.ts');
  const work = await countWork(createCountersign().cycle, 2_000);
  progress.step('Warm-up');
  const { cycle } = createCountersign();
  for (let done = 0; done < cycles / 4; done += 1) await cycle();
  collectGarbage();
  progress.step('Sampling cycles');
  const page = pageOf(describeMachine(), work, await sampleCycle(cycle, cycles));
  progress.end();
  console.log(page);
  if (thoroughness === 'full') writeFileSync(PAGE, page);
}

function pageOf(machine: string, work: readonly CountedWork[], { cycleUs, rooms, functions }: SampledCycle): string {
  const counts = work.map(({ name, times }) => [name, formatNumber(times)]);
  return `# Where each microsecond of a cycle goes

A cycle is one \`request\` and the \`verify\` of its code: the standard policy, the memory store, a sender that does nothing.
Made by \`npm run bench -- profile\`; do not edit it. ${machine}.

Shares are what counts: microseconds belong to the machine, and looking adds some. Every cycle is of a new number, whose record
is kept, so that the garbage is that of records too.

## What a cycle does

${formatTable(['work', 'times a cycle'], counts)}

A request makes the number's name in the store, the code, the digest of the usual code, and a handle. A verification opens the
handle and makes the digest of what was typed. The key of the handle is derived once an hour.

## By room, ${formatNumber(cycleUs)} µs in all

${placesTable('room', rooms, cycleUs)}

## By function, the first ${FUNCTIONS_SHOWN}

${placesTable('function', functions.slice(0, FUNCTIONS_SHOWN), cycleUs)}
`;
}

function placesTable(header: string, places: readonly Place[], cycleUs: number): string {
  const rows = places.map(({ name, us }) => [name, us.toFixed(2), `${((us / cycleUs) * 100).toFixed(1)} %`]);
  return formatTable([header, 'µs', 'share'], rows);
}
