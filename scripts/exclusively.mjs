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
    if (isDead && attempt(() => renameSync(join(lock, holder), join(lock, owner)))) break;
    await wait(pollMs);
  }
  const touch = () => attempt(() => utimesSync(join(lock, owner), new Date(), new Date()));
  touch();
  const timer = setInterval(touch, TOUCH_MS);
  const release = () => {
    clearInterval(timer);
    attempt(() => rmSync(join(lock, owner)));
    attempt(() => rmdirSync(lock));
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
  mkdirSync(mine, { recursive: true });
  writeFileSync(join(mine, owner), '');
  const isTaken = attempt(() => renameSync(mine, lock));
  if (!isTaken) rmSync(mine, { recursive: true, force: true });
  return isTaken;
}

/**
 * @param {string} lock
 * @returns {readonly [holder?: string, touchedMs?: number]}
 */
function look(lock) {
  /** @type {readonly [holder?: string, touchedMs?: number]} */
  let seen = [];
  attempt(() => {
    const [holder] = readdirSync(lock);
    if (holder !== undefined) seen = [holder, statSync(join(lock, holder)).mtimeMs];
  });
  return seen;
}

/**
 * @param {() => void} step
 * @returns {boolean} whether it succeeded: another run may have been faster
 */
function attempt(step) {
  try {
    step();
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === undefined) throw error;
    return false;
  }
}
