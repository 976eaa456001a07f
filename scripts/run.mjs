/** Runs programs and makes sure that none outlives the command that started it. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { toolEnvironment } from './toolchain.mjs';
import { ROOT } from './workspace.mjs';

/** How long a program may take to end after it was told to. */
const PATIENCE_MS = 5_000;

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the root
 * @property {NodeJS.ProcessEnv} [environment] default: the tools'
 * @property {'keep' | 'show'} [output] default `keep`: into `output` instead of onto the screen
 *
 * @typedef {object} RunResult
 * @property {number} code 0 for success; 128 and the signal's number are not told apart from other failures
 * @property {string} output standard output and standard error as they came
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Once true, no program's end is reported any more: whoever waits for it must not start the next one. */
let isEnding = false;

/**
 * Runs a program to its end. A program that cannot be started is a result like any other failure.
 *
 * @param {string} command
 * @param {readonly string[]} argumentList
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, argumentList, options = {}) {
  return new Promise((resolve) => {
    // A group of its own: whatever the tool starts in turn can be ended with it.
    const child = spawn(command, argumentList, {
      cwd: options.cwd ?? ROOT,
      env: options.environment ?? toolEnvironment(),
      stdio: options.output === 'show' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    let output = '';
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => {
      running.delete(child);
      if (!isEnding) resolve({ code: 1, output: `${command}: ${error.message}\n` });
    });
    child.on('close', (code) => {
      running.delete(child);
      if (!isEnding) resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * On Ctrl-C or SIGTERM: ends what is running, then this process, with the code a shell expects of the signal.
 *
 * @returns {() => void} takes the handlers away again
 */
export function endWithSignals() {
  /** @param {NodeJS.Signals} signal */
  const end = async (signal) => {
    isEnding = true;
    await Promise.all([...running].map(endGroup));
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
}

/** @param {import('node:child_process').ChildProcess} child */
function endGroup(child) {
  return new Promise((resolve) => {
    child.once('close', resolve);
    signalGroup(child, 'SIGTERM');
    setTimeout(() => {
      signalGroup(child, 'SIGKILL');
      resolve(undefined);
    }, PATIENCE_MS);
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
