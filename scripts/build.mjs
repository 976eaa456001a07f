/** Builds packages with turbo, which does only what has changed. */
import { Problem } from './problem.mjs';
import { tail, withProgress } from './progress.mjs';
import { run } from './run.mjs';
import { tool } from './toolchain.mjs';

/** Local cache only; of a task's output only what failed. */
const TURBO_FLAGS = ['--cache=local:rw', '--no-update-notifier', '--output-logs=errors-only'];

/**
 * @param {string} task
 * @returns {readonly [string, readonly string[]]} the command that runs a task in every package, whatever fails
 */
export function turboCommand(task) {
  return [tool('turbo'), ['run', task, ...TURBO_FLAGS, '--continue=dependencies-successful']];
}

/**
 * Builds the packages that an app imports.
 *
 * @param {string} app
 */
export async function buildFor(app) {
  const { code, output } = await withProgress('Building the packages', () =>
    run(tool('turbo'), ['run', 'build', ...TURBO_FLAGS, `--filter={./apps/${app}}^...`]),
  );
  if (code !== 0) throw new Problem(`${tail(output)}\n\nThe packages could not be built; the reason stands above.`);
}
