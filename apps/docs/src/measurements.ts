/** What the benchmarks measured, as pictures and tables: from the files that a full run of each leaves in `apps/bench/results`. */
import type { BenchResult } from '../../bench/src/report/bench-result.ts';
import { drawChart, drawTargets } from '../../bench/src/report/draw-chart.ts';
import { TARGET_HEADER, targetCells } from '../../bench/src/report/write-page.ts';
import { exists, filesBelow, readText } from './repository.ts';
import { writeTable } from './table.ts';

const RESULTS = 'apps/bench/results';

/** A file of the site, below its root. */
export interface Picture {
  readonly path: string;
  readonly svg: string;
}

interface Drawing extends Picture {
  readonly title: string;
}

/** Markdown of one run: when and where, its pictures, its targets. */
export function measurementsOf(name: string): string {
  const file = `${RESULTS}/${name}.json`;
  if (!exists(file)) return `This copy holds no figures of it. \`npm run bench -- ${name}\` makes them.`;
  const result = JSON.parse(readText(file)) as BenchResult;
  const pictures = drawingsOf(result).map(({ title, path }) => `![${title}](/${path})`);
  const targets = writeTable(TARGET_HEADER, result.targets.map(targetCells));
  return [`${result.machine}.`, ...pictures, ...(result.targets.length === 0 ? [] : [targets])].join('\n\n');
}

/** Of all runs. */
export function measurementPictures(): readonly Picture[] {
  return filesBelow(RESULTS, '.json').flatMap((file) => drawingsOf(JSON.parse(readText(file)) as BenchResult));
}

function drawingsOf({ name, title, charts, targets }: BenchResult): readonly Drawing[] {
  const drawings = charts.map((chart) => ({ title: chart.title, svg: drawChart(chart) }));
  const goal = `${title}: measured, beside the limit`;
  const all = targets.length === 0 ? drawings : [...drawings, { title: goal, svg: drawTargets(goal, targets) }];
  return all.map((drawing, index) => ({ ...drawing, path: `measurements/${name}-${index + 1}.svg` }));
}
