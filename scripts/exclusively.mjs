/**
 * One run at a time installs and builds in a folder; a second one waits. Not a library's lock: this one guards the very
 * install that would bring the library. It is a folder with one file in it, named after its owner, who touches it every
 * second. An untouched one belongs to a run that was killed, and is taken over. (The owner's process id would not do: ids
 * repeat, most of all in containers.) Every step is one rename, so that of several runs one succeeds.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CACHE } from './workspace.mjs';

const TOUCH_MS = 1_000;
const DEFAULTS = {
  lock: join(CACHE, 'install.lock'),
  pollMs: 250,
  /** Counted in looks and not by the clock: a machine that slept must not look like a dead owner. */
  looksUntilDead: 60,
};

/**
 * @template T
 * @param {() => Promise<T>} work
 * @param {Partial<typeof DEFAULTS>} [options] other than the defaults only in tests
 * @returns {Promise<T>}
 */
export async function exclusively(work, options = {}) {
  const { lock, pollMs, looksUntilDead } = { ...DEFAULTS, ...options };
  const owner = randomUUID();
  let seen = '';
  for (let looks = 0; ; looks += 1) {
    const [holder, touchedMs = 0] = look(lock);
    if (holder === undefined && take(lock, owner)) break;
    if (`${holder} ${touchedMs}` !== seen) looks = 0;
    seen = `${holder} ${touchedMs}`;
    if (looks === 2) console.log('Another run is installing or building in this folder; waiting for it.');
    const isDead = holder !== undefined && looks >= looksUntilDead;
    if (isDead && isDone(lock, IS_GONE, () => renameSync(join(lock, holder), join(lock, owner)))) break;
    await wait(pollMs);
  }
  // What fails from here on is another run's fault or the disk's, and no reason to break off the work.
  const touch = () => quietly(() => utimesSync(join(lock, owner), new Date(), new Date()));
  touch();
  const timer = setInterval(touch, TOUCH_MS);
  const release = () => {
    clearInterval(timer);
    quietly(() => rmSync(join(lock, owner)));
    quietly(() => rmdirSync(lock));
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
 * A folder with its owner in it is renamed to the lock, which fails where that is there and not empty.
 *
 * @param {string} lock
 * @param {string} owner
 */
function take(lock, owner) {
  const mine = `${lock}.${owner}`;
  let isTaken = false;
  try {
    isDone(lock, [], () => {
      mkdirSync(mine, { recursive: true });
      writeFileSync(join(mine, owner), '');
    });
    isTaken = isDone(lock, IS_THERE, () => renameSync(mine, lock));
  } finally {
    if (!isTaken) rmSync(mine, { recursive: true, force: true });
  }
  return isTaken;
}

/**
 * @param {string} lock
 * @returns {readonly [holder?: string, touchedMs?: number]}
 */
function look(lock) {
  /** @type {readonly [holder?: string, touchedMs?: number]} */
  let seen = [];
  isDone(lock, IS_GONE, () => {
    const [holder] = readdirSync(lock);
    if (holder !== undefined) seen = [holder, statSync(join(lock, holder)).mtimeMs];
  });
  return seen;
}

/** What a step fails with where another run was faster: it has the lock by now, or has given it back. */
const IS_THERE = ['ENOTEMPTY', 'EEXIST'];
const IS_GONE = ['ENOENT'];

/** @type {Readonly<Record<string, string>>} */
const ADVICE = {
  EACCES: 'This user may not write there. Run as the owner of that folder, or give this user the right to write in it.',
  EPERM: 'This user may not write there. Run as the owner of that folder, or give this user the right to write in it.',
  EROFS: 'The disk is read-only. Copy the project to one that is not, and run it there.',
  ENOSPC: 'The disk is full. Free some space on it, and run again.',
  EDQUOT: 'The disk is full, or your share of it. Free some space, and run again.',
  ENOTDIR: 'It is no folder. Delete it, and run again.',
};

/**
 * @param {string} lock
 * @param {readonly string[]} faster what says that another run was faster; to wait for anything else would be to wait for ever
 * @param {() => void} step
 * @returns {boolean} whether it succeeded
 */
function isDone(lock, faster, step) {
  try {
    step();
    return true;
  } catch (error) {
    const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
    if (faster.includes(code)) return false;
    const reason = ADVICE[code] ?? (error instanceof Error ? error.message : String(error));
    throw new Error(`The lock ${lock} cannot be taken. ${reason}`, { cause: error });
  }
}

/** @param {() => void} step */
function quietly(step) {
  try {
    step();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === undefined) throw error;
  }
}
