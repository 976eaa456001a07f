/** `npm run test:create` and `npm run test:bundlers`: one project of `vitest.long.config.ts`, installed before. */
import './require-node.mjs';
import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap.mjs';
import { exclusively } from './exclusively.mjs';
import { describeError, Problem } from './problem.mjs';
import { endWithSignals, run } from './run.mjs';
import { BUNDLED_NODE, toolEnvironment } from './toolchain.mjs';

const HELP = {
  create: `npm run test:create: every app that create-countersign can write

Usage: npm run test:create [-- --framework <name>]

Options:
  --framework <name>  apps of this framework alone; several are given one by one
  --help              this text

It needs a registry of npm, about 2 GB in the temporary folder, and half an hour for all of them.`,
  bundlers: `npm run test:bundlers: webpack and Next build apps with these packages

Usage: npm run test:bundlers

It needs a registry of npm, about 1 GB in the temporary folder, and some minutes.`,
};

const OPTIONS = /** @type {const} */ ({ framework: { type: 'string', multiple: true }, help: { type: 'boolean' } });

endWithSignals();
try {
  const [project, ...words] = process.argv.slice(2);
  const name = project === 'create' ? 'create' : 'bundlers';
  const { framework = [], help } = readWords(words);
  if (help === true) console.log(HELP[name]);
  else process.exitCode = await runTests(name, framework);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}

/** @param {string[]} args */
function readWords(args) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new Problem(`${/** @type {Error} */ (error).message}\nSee --help.`);
  }
}

/**
 * @param {keyof typeof HELP} name
 * @param {readonly string[]} frameworks
 */
async function runTests(name, frameworks) {
  await exclusively(bootstrap);
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.long.config.ts', '--project', name];
  const environment = { ...toolEnvironment(), COUNTERSIGN_FRAMEWORKS: frameworks.join(',') };
  return (await run(BUNDLED_NODE, vitest, { environment, output: 'show' })).code;
}
