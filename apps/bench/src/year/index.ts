/** `npm run bench -- year`: what a year of guessing at one number comes to, by preset and attack, beside what is promised. */
import { guessTinyCodes, type TinyCodes } from './guess-tiny-codes.ts';
import { printHitRate, printYears } from './print-report.ts';
import { brokenPromises, simulateYear, type YearReport } from './simulate-year.ts';
import { STRATEGIES } from './strategies.ts';

const TINY_CODES: readonly TinyCodes[] = [
  { numbers: 20_000, lengths: [2, 3] },
  { numbers: 100_000, lengths: [4, 5] },
];

export async function run(_arguments: readonly string[]): Promise<void> {
  const reports: YearReport[] = [];
  for (const preset of ['standard', 'strict'] as const) {
    const years: YearReport[] = [];
    for (const strategy of STRATEGIES) years.push(await simulateYear(preset, strategy));
    printYears(preset, years);
    reports.push(...years);
  }
  const worst = reports.reduce((most, each) => (each.chance > most.chance ? each : most));
  console.log(
    `\nworst: ${worst.chance.toExponential(2)} a year (${worst.preset}, ${worst.strategy.name}); it must stay below 1e-4`,
  );
  console.log('\nthe formula against codes so short that guesses hit');
  for (const tiny of TINY_CODES) printHitRate(tiny, await guessTinyCodes(tiny));
  if (reports.some((report) => brokenPromises(report).length > 0)) process.exitCode = 1;
}
