/**
 * Tests start hundreds of programs that load the same libraries. Node keeps what it has compiled of them in a folder, and
 * whoever starts a program with an environment of its own hands `NODE_COMPILE_CACHE` on: it changes nothing but the time.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './workspace.ts';

const FOLDER = join(ROOT, '.cache/compile');

/** Programs in folders of their own leave some files each time, and Node throws none away. */
const MOST_FILES = 10_000;

/** Once before all tests. */
export function setup(): void {
  if (existsSync(FOLDER) && readdirSync(FOLDER, { recursive: true }).length > MOST_FILES) {
    rmSync(FOLDER, { recursive: true, force: true });
  }
  process.env.NODE_COMPILE_CACHE = FOLDER;
}
