/** `npm run bench -- year`: what a year of guessing at one number comes to, by preset and attack, beside what is promised. */

import type { OtpPolicyPreset } from '@countersign/otp-core';
import { startProgress } from '../measure/progress.ts';
import { conclude, describeMachine } from '../measure/report.ts';
import type { Chart } from '../report/bench-result.ts';
import { guessTinyCodes, type TinyCodes } from './guess-tiny-codes.ts';
import { printHitRate, printYears } from './print-report.ts';
import { brokenPromises, HIGHEST_CHANCE, simulateYear, type YearReport } from './simulate-year.ts';
import { STRATEGIES } from './strategies.ts';

const PRESETS = ['standard', 'strict'] as const;

const TINY_CODES: readonly TinyCodes[] = [
  { numbers: 20_000, lengths: [2, 3] },
  { numbers: 100_000, lengths: [4, 5] },
];

/** @throws Error naming what is not known: a shorter year would prove nothing */
export async function run(argumentList: readonly string[]): Promise<void> {
  if (argumentList.length > 0) throw new Error(`year takes no options, and not ${argumentList.join(' ')}.`);
  const machine = describeMachine();
  const progress = startProgress(PRESETS.length + 1);
  const reports: YearReport[] = [];
  for (const preset of PRESETS) {
    progress.step(`A year under ${preset}`);
    const years: YearReport[] = [];
    for (const strategy of STRATEGIES) {
      progress.tell(`attack ${years.length + 1} of ${STRATEGIES.length}`);
      years.push(await simulateYear(preset, strategy));
    }
    printYears(preset, years);
    reports.push(...years);
  }
  const worst = reports.reduce((most, each) => (each.chance > most.chance ? each : most));
  console.log(
    `\nworst: ${worst.chance.toExponential(2)} a year (${worst.preset}, ${worst.strategy.name}); it must stay below 1e-4`,
  );
  progress.step('The formula against codes so short that guesses hit');
  console.log('\nthe formula against codes so short that guesses hit');
  for (const tiny of TINY_CODES) printHitRate(tiny, await guessTinyCodes(tiny));
  progress.end();
  const broken = reports.flatMap(brokenPromises).length;
  const chance = { name: 'chance of a guessed code, a year, worst attack', unit: '', limit: HIGHEST_CHANCE } as const;
  conclude(
    {
      name: 'year',
      title: 'A year of guessing at one number',
      machine,
      charts: PRESETS.map((preset) => chartYears(preset, reports)),
      targets: [
        { ...chance, bound: 'at most', measured: worst.chance, decides: true },
        {
          name: 'broken promises of the assessment',
          bound: 'at most',
          limit: 0,
          unit: '',
          measured: broken,
          decides: true,
        },
      ],
    },
    'full',
  );
}

/** What an attacker's chance came to under each attack, beside what the assessment allows at most. */
function chartYears(preset: OtpPolicyPreset, reports: readonly YearReport[]): Chart {
  const years = reports.filter((report) => report.preset === preset);
  const bars = years.map(({ strategy, chance }) => ({
    label: `${strategy.name} (owner: ${strategy.owner})`,
    value: chance,
    role: 'peer' as const,
  }));
  const allowed = years[0]?.assessment.guessing.perYear.chance ?? Number.NaN;
  return {
    title: `Chance of a guessed code in a year, ${preset} policy`,
    unit: '',
    scale: 'logarithmic',
    bars: [...bars, { label: 'at most, by the assessment', value: allowed, role: 'ours' }],
    limit: { label: 'what must never be exceeded', value: HIGHEST_CHANCE },
  };
}
