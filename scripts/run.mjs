/** Runs programs, and makes sure that none outlives the command that started it: each gets a process group, ended with it. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { toolEnvironment } from './toolchain.mjs';
import { ROOT } from './workspace.mjs';

/** How long a program may take to end after it was told to. */
const PATIENCE_MS = 5_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Once true, no program's end is reported any more: whoever waits for it must not start the next one. */
let isEnding = false;

/**
 * Runs a program to its end. One that cannot be started is a result like any other failure.
 *
 * @param {string} command
 * @param {readonly string[]} argumentList
 * @param {{ cwd?: string, environment?: NodeJS.ProcessEnv, output?: 'keep' | 'show' }} [options] default: the root, the
 *   tools' environment, and `keep`, into `output` instead of onto the screen
 * @returns {Promise<{ code: number, output: string }>} both outputs as they came; 1 also for an end by a signal
 */
export function run(command, argumentList, { cwd = ROOT, environment = toolEnvironment(), output = 'keep' } = {}) {
  return new Promise((resolve) => {
    const shown = output === 'show' ? 'inherit' : 'pipe';
    const stdio = /** @type {const} */ (['ignore', shown, shown]);
    const child = spawn(command, argumentList, { cwd, env: environment, stdio: [...stdio], detached: true });
    running.add(child);
    let kept = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        kept += chunk;
      });
    }
    const end = (/** @type {number} */ code) => {
      running.delete(child);
      if (!isEnding) resolve({ code, output: kept });
    };
    child.on('error', (error) => {
      kept += `${command}: ${error.message}\n`;
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/**
 * On Ctrl-C or SIGTERM: ends what is running, then this process, with the code a shell expects of the signal.
 *
 * @returns {() => void} takes the handlers away again
 */
export function endWithSignals() {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    isEnding = true;
    await Promise.all([...running].map(endGroup));
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}

/** @param {import('node:child_process').ChildProcess} child */
function endGroup(child) {
  const signalGroup = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  return new Promise((resolve) => {
    child.once('close', resolve);
    signalGroup('SIGTERM');
    setTimeout(() => {
      signalGroup('SIGKILL');
      resolve(undefined);
    }, PATIENCE_MS);
  });
}
