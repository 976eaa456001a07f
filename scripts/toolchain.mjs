/**
 * Which Node runs what. Tools and, by default, tests run on the Node that the workspace installs (`node` in the
 * root's devDependencies), whatever the machine has. `COUNTERSIGN_NODE=system` moves tests and apps, never the
 * tools, to the machine's own Node: that is how one lock file is tested on several versions.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Problem } from './problem.mjs';
import { ROOT } from './workspace.mjs';

const BINARIES = join(ROOT, 'node_modules/.bin');

export const BUNDLED_NODE = join(ROOT, 'node_modules/node/bin/node');

/**
 * Packages run on any Node 22. Apps and READMEs need one that runs TypeScript by itself (22.18), and tests over TLS one
 * that can be told to trust their certificate (22.19).
 */
const OLDEST_SYSTEM_NODE = [22, 19];

/** @param {string} name */
export function tool(name) {
  return join(BINARIES, name);
}

/** @returns {NodeJS.ProcessEnv} for tools: the workspace's own come first, and nothing is sent anywhere */
export function toolEnvironment() {
  return {
    ...process.env,
    PATH: `${BINARIES}${delimiter}${process.env.PATH ?? ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  };
}

/** @returns {string} the Node for tests and apps */
export function runtimeNode() {
  const choice = process.env.COUNTERSIGN_NODE ?? '';
  if (choice === '' || choice === 'bundled') return BUNDLED_NODE;
  if (choice !== 'system') throw new Problem(`COUNTERSIGN_NODE is 'bundled' or 'system', not '${choice}'.`);
  const path = findOnPath('node');
  if (path === undefined) throw new Problem('COUNTERSIGN_NODE=system, but there is no node on the PATH.');
  const version = nodeVersion(path);
  const [major = 0, minor = 0] = (version ?? '0.0').split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_SYSTEM_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Problem(
      `COUNTERSIGN_NODE=system needs Node ${OLDEST_SYSTEM_NODE.join('.')} or newer; ${path} is ${version ?? 'broken'}. ` +
        'Leave the variable out to run on the Node that the workspace brings.',
    );
  }
  return path;
}

/**
 * @param {string} path
 * @returns {string | undefined} for example `24.9.0`; `undefined` for what does not run
 */
export function nodeVersion(path) {
  const result = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/**
 * The machine's own program. npm and pnpm put `node_modules/.bin` folders first, with the workspace's Node in them.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function findOnPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.includes('node_modules'))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
