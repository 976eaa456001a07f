/** What must hold besides the tests. Each gate is one line here and counts as one test. */
import { join } from 'node:path';
import { turboCommand } from './build.mjs';
import { describeError } from './problem.mjs';
import { run } from './run.mjs';
import { BUNDLED_NODE, tool } from './toolchain.mjs';
import { ROOT } from './workspace.mjs';

/**
 * @typedef {object} Gate
 * @property {string} name
 * @property {string} about what a reader should know while it runs
 * @property {boolean} needsBuild it reads `dist/`, its own or another package's
 * @property {readonly (readonly [command: string, argumentList: readonly string[]])[]} commands all are run
 */

/** @type {Gate} */
export const BUILD_GATE = {
  name: 'build',
  about: 'ESM, CommonJS and declarations of every package',
  needsBuild: false,
  commands: [turboCommand('build')],
};

/** @type {readonly Gate[]} */
export const GATES = [
  {
    name: 'typecheck',
    about: 'every package, every app, the house tests and these scripts',
    needsBuild: true,
    commands: [turboCommand('typecheck'), [tool('tsc'), ['-p', 'test/tsconfig.json']]],
  },
  { name: 'lint', about: 'Biome: format and rules', needsBuild: false, commands: [[tool('biome'), ['check', '.']]] },
  {
    name: 'knip',
    about: 'unused and undeclared files, exports and dependencies',
    needsBuild: false,
    commands: [
      [tool('knip'), ['--no-progress', '--no-config-hints']],
      [tool('knip'), ['--no-progress', '--no-config-hints', '--production']],
    ],
  },
  {
    name: 'publint',
    about: 'every package as it would be packed',
    needsBuild: true,
    commands: [turboCommand('publint')],
  },
  {
    name: 'attw',
    about: 'the declarations of every package as `import` and as `require` see them',
    needsBuild: true,
    commands: [turboCommand('attw')],
  },
  {
    name: 'size',
    about: 'the weight of otp-core and of what browsers load',
    needsBuild: true,
    commands: [[tool('size-limit'), []]],
  },
  {
    name: 'prose',
    about: 'how hard the texts are to read',
    needsBuild: false,
    commands: [[BUNDLED_NODE, [join(ROOT, 'scripts/check-prose.mjs')]]],
  },
  {
    name: 'docs',
    about: 'the documentation site, and where its links lead',
    needsBuild: false,
    commands: [[BUNDLED_NODE, [join(ROOT, 'apps/docs/src/build-site.ts')]]],
  },
  {
    name: 'changesets',
    about: 'what the next release would be',
    needsBuild: false,
    commands: [[BUNDLED_NODE, [join(ROOT, 'scripts/check-changesets.mjs')]]],
  },
];

/**
 * @param {Gate} gate
 * @returns {Promise<string | null>} the whole output of what failed; `null` when nothing did
 */
export async function runGate(gate) {
  let failures = '';
  for (const [command, argumentList] of gate.commands) {
    try {
      const { code, output } = await run(command, argumentList);
      if (code !== 0) failures += `${output.trimEnd()}\n`;
    } catch (error) {
      failures += `${describeError(error)}\n`;
    }
  }
  return failures === '' ? null : failures;
}
