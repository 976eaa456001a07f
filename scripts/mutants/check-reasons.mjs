/**
 * The second half of `pnpm mutants`: is every reason for a break that no test need notice still needed? One is stale when a
 * test has come to notice all breaks that it switches off, or when the line has changed and no such break is left.
 *
 * In a copy, the comments are turned inside out: everything is switched off except what a reason switches off.
 */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { CACHE, ROOT } from '../workspace.mjs';

const COPY = join(CACHE, 'mutants/reasons');
const COPIED = ['packages', 'scripts', 'package.json', 'tsconfig.base.json', 'vitest.config.ts'];
const NOT_COPIED = new Set(['node_modules', 'dist', '.turbo']);
const REASON = /^(\s*.*\/\/ Stryker) disable( next-line )([A-Za-z,]+):.*$/;

rmSync(COPY, { recursive: true, force: true });
for (const each of COPIED) {
  cpSync(join(ROOT, each), join(COPY, each), { recursive: true, filter: (path) => !NOT_COPIED.has(basename(path)) });
}

const reasons = readdirSync(join(COPY, 'packages/otp-core/src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => invert(join(COPY, 'packages/otp-core/src', name)));

/** @param {string} path @returns what the reasons of a file switch off: one kind of break on one line each */
function invert(path) {
  const lines = readFileSync(path, 'utf8').split('\n');
  const found = lines.flatMap((line, index) => {
    const kinds = REASON.exec(line)?.[3]?.split(',') ?? [];
    return kinds.map((kind) => ({ path, kind, line: index + 2 }));
  });
  if (found.length > 0) {
    const inverted = lines.map((line) => line.replace(REASON, '$1 restore$2$3')).join('\n');
    writeFileSync(path, `/* Stryker disable all */ ${inverted}`);
  }
  return found;
}

process.chdir(COPY);
const breaks = await new Stryker({
  configFile: 'scripts/mutants/stryker.config.mjs',
  mutate: [...new Set(reasons.map(({ path }) => relative(COPY, path)))],
  reporters: ['progress-append-only'],
  thresholds: { high: 100, low: 100, break: null },
}).runMutationTest();

for (const { path, kind, line } of reasons) {
  const here = breaks.filter(
    (each) => each.fileName === path && each.mutatorName === kind && each.location.start.line === line,
  );
  // A test that ran out of time has noticed nothing for certain.
  if (here.some(({ status }) => status !== 'Killed' && status !== 'Ignored')) continue;
  const why = here.some(({ status }) => status === 'Killed') ? 'is noticed by a test' : 'is no break of this line';
  console.error(`${relative(COPY, path)}:${line - 1}: take the reason away, ${kind} ${why}.`);
  process.exitCode = 1;
}
