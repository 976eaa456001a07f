/**
 * One run at a time installs and builds in a folder; a second one waits. The lock is a file that its owner touches
 * every second: one that stays untouched belongs to a run that was killed, and is taken over. (The owner's process id
 * would not do: ids repeat, most of all in containers.)
 */
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CACHE } from './workspace.mjs';

const TOUCH_MS = 1_000;

/**
 * @typedef {object} LockOptions
 * @property {string} lock the file
 * @property {number} pollMs how often a waiting run looks
 * @property {number} pollsUntilDead how often in a row it finds the lock untouched before it takes over: counted in
 *   its own looks and not by the clock, since a machine that slept must not look like a dead owner
 */

/** @type {LockOptions} */
const DEFAULTS = { lock: join(CACHE, 'run.lock'), pollMs: 250, pollsUntilDead: 60 };

/**
 * @template T
 * @param {() => Promise<T>} work
 * @param {Partial<LockOptions>} [options] other than the defaults only in tests
 * @returns {Promise<T>}
 */
export async function exclusively(work, options = {}) {
  const resolved = { ...DEFAULTS, ...options };
  const { lock } = resolved;
  mkdirSync(dirname(lock), { recursive: true });
  const token = randomUUID();
  await acquire(token, resolved);
  const timer = setInterval(() => touch(lock, token), TOUCH_MS);
  const release = () => {
    clearInterval(timer);
    if (read(lock) === token) rmSync(lock, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/**
 * @param {string} token
 * @param {LockOptions} options
 */
async function acquire(token, { lock, pollMs, pollsUntilDead }) {
  let lastTouch = '';
  let quietPolls = 0;
  let isTold = false;
  while (!create(lock, token)) {
    const touched = `${read(lock)} ${touchedMs(lock)}`;
    quietPolls = touched === lastTouch ? quietPolls + 1 : 0;
    lastTouch = touched;
    if (quietPolls >= pollsUntilDead) removeDead(lock);
    if (!isTold && quietPolls > 1) {
      console.log('Another run is installing or building in this folder; waiting for it.');
      isTold = true;
    }
    await wait(pollMs);
  }
}

/**
 * Only one of several waiting runs may remove a dead owner's lock, and none may remove the lock of the run that came
 * next: the right to remove is a file named after the dead owner, and the lock is read again once that right is held.
 *
 * @param {string} lock
 */
function removeDead(lock) {
  const owner = read(lock);
  if (owner === undefined) return;
  const claim = `${lock}.${owner}`;
  if (!create(claim, '')) return;
  if (read(lock) === owner) rmSync(lock, { force: true });
  rmSync(claim, { force: true });
}

/**
 * @param {string} path
 * @param {string} content
 * @returns {boolean} false when the file exists already
 */
function create(path, content) {
  try {
    const file = openSync(path, 'wx');
    writeFileSync(file, content);
    closeSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} lock
 * @param {string} token
 */
function touch(lock, token) {
  const now = new Date();
  if (read(lock) === token) utimesSync(lock, now, now);
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function touchedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
