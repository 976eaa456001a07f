/** The simulation as tables on the terminal. */
import type { OtpPolicyPreset } from '@countersign/otp-core';
import type { HitRate, TinyCodes } from './guess-tiny-codes.ts';
import { brokenPromises, type YearReport } from './simulate-year.ts';

const COLUMNS = [
  ['attack', 36],
  ['owner', 13],
  ['6 digits', 9],
  ['8 digits', 9],
  ['chance', 9],
  ['a day', 6],
  ['owner got in', 14],
] as const;

type Cells = readonly (string | number)[];

function printRow(cells: Cells): void {
  const [name = '', owner = '', ...figures] = cells.map((cell, index) => {
    const width = COLUMNS[index]?.[1] ?? 0;
    return index < 2 ? `${cell}`.padEnd(width) : `${cell}`.padStart(width);
  });
  console.log(`  ${name}${owner}${figures.join('')}`);
}

/** Under one preset: every attack, and beneath them what the assessment allows. */
export function printYears(preset: OtpPolicyPreset, reports: readonly YearReport[]): void {
  console.log(`\n${preset}: guesses that counted against one number in 365 days`);
  printRow(COLUMNS.map(([heading]) => heading));
  for (const report of reports) {
    const { strategy, guessesByLength, chance, mostGuessesInADay, daysAsked, daysVerified } = report;
    const days = daysAsked === 0 ? '-' : `${daysVerified} of ${daysAsked}`;
    const counts = [6, 8].map((length) => guessesByLength.get(length) ?? 0);
    printRow([strategy.name, strategy.owner, ...counts, chance.toExponential(2), mostGuessesInADay, days]);
    for (const broken of brokenPromises(report)) console.log(`    BROKEN: ${broken}`);
  }
  printAssessment(reports);
}

function printAssessment([report]: readonly YearReport[]): void {
  if (report === undefined) return;
  const { guessing, strangers, fleet } = report.assessment;
  const counts = [6, 8].map(
    (length) => guessing.perYear.guesses.find((each) => each.codeLength === length)?.guesses ?? 0,
  );
  const mostInADay = Math.max(...guessing.perDay.guesses.map(({ guesses }) => guesses));
  printRow(['at most, by assessPolicy', '', ...counts, guessing.perYear.chance.toExponential(2), mostInADay, '']);
  const { messagesPerHour, messagesPerDay, failuresUntilLock, daysUntilLock } = strangers;
  console.log(
    `  A stranger causes at most ${messagesPerHour} messages an hour and ${messagesPerDay} a day, and locks out other strangers ` +
      `with ${failuresUntilLock} failures on ${daysUntilLock} days.`,
  );
  console.log(
    `  One challenge at each of ${fleet.numbers.toLocaleString('en')} numbers: ` +
      `${fleet.perRound.expectedTakeovers.toPrecision(1)} taken over, at least one with ${percent(fleet.perRound.chance)}.`,
  );
}

export function printHitRate({ numbers, lengths }: TinyCodes, { observed, expected, deviation }: HitRate): void {
  console.log(
    `  ${lengths.join(', then ')} digits, ${numbers.toLocaleString('en')} numbers: ${percent(observed)} were taken, ` +
      `${percent(expected)} by the formula, one standard deviation is ${percent(deviation)}`,
  );
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
