/** Runs tasks of the workspace with turbo, which does only what has changed. */
import { readFileSync, rmSync } from 'node:fs';
import { Problem } from './problem.mjs';
import { tail, withProgress } from './progress.mjs';
import { run } from './run.mjs';
import { tool } from './toolchain.mjs';

/** Local cache only; of a task's output only what failed. */
const TURBO_FLAGS = ['--cache=local:rw', '--no-update-notifier', '--output-logs=errors-only'];

/**
 * @typedef {object} TaskRun
 * @property {string} task for example `lint`
 * @property {{ startTime: number, endTime: number, exitCode: number | null }} [execution] left out: it was not run
 *
 * @param {readonly string[]} tasks each in every package that has it, whatever fails
 * @returns {Promise<{ output: string, runs: readonly TaskRun[] }>} what failed said, and how each ended
 */
export async function runTasks(tasks) {
  const flags = [...TURBO_FLAGS, '--continue=dependencies-successful', '--summarize'];
  const { code, output } = await run(tool('turbo'), ['run', ...tasks, ...flags]);
  const summary = /^\s*Summary:\s+(\S+\.json)/m.exec(output)?.[1];
  if (summary === undefined)
    throw new Problem(`${tail(output)}\n\nturbo ended with ${code} and did not say how tasks went.`);
  const { tasks: runs } = JSON.parse(readFileSync(summary, 'utf8'));
  rmSync(summary);
  return { output, runs };
}

/**
 * Builds the packages that an app imports, or all.
 *
 * @param {string} [app]
 */
export async function buildFor(app) {
  const filter = app === undefined ? [] : [`--filter={./apps/${app}}^...`];
  const { code, output } = await withProgress('Building the packages', () =>
    run(tool('turbo'), ['run', 'build', ...TURBO_FLAGS, ...filter]),
  );
  if (code !== 0) throw new Problem(`${tail(output)}\n\nThe packages could not be built; the reason stands above.`);
}
