/** Where a run's figures go: a page for whoever ran it, and, of a full run, the file that the documentation site draws. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Thoroughness } from '../measure/report.ts';
import type { BenchResult } from './bench-result.ts';
import { writePage } from './write-page.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PAGES = '.cache/bench';
const RESULTS = 'apps/bench/results';

export function keepResult(result: BenchResult, thoroughness: Thoroughness): void {
  const page = join(PAGES, `${result.name}.html`);
  write(page, writePage(result, { isQuick: thoroughness === 'quick' }));
  console.log(`\nThe report is in ${page}.`);
  if (thoroughness === 'quick') return;
  const file = join(RESULTS, `${result.name}.json`);
  write(file, `${JSON.stringify(result, roundNumbers, 2)}\n`);
  console.log(`The figures are in ${file}; the documentation site draws them.`);
}

/** More digits would be noise, and a change of every line in each run. */
function roundNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

function write(path: string, text: string): void {
  const target = join(ROOT, path);
  mkdirSync(join(target, '..'), { recursive: true });
  writeFileSync(target, text);
}
