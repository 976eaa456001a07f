/**
 * PGlite in memory without its `initdb`, which takes some three seconds of work and always comes to the same: a new
 * database starts from a snapshot of what that wrote. Vitest makes the snapshot once, loads this file before tests, and
 * tests hand it to the programs they start.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { ROOT, readJson } from './workspace.ts';

/**
 * Room for the few rows that tests keep. What a database has by default, each would fill with zeros at its start, and hold
 * for as long as it is open.
 */
const SMALL = {
  initDbStartParams: ['--wal-segsize=1'],
  postgresqlconf: ['shared_buffers = 4MB', 'wal_buffers = 64kB'],
};

const VARIABLE = 'COUNTERSIGN_PGLITE_SNAPSHOT';

/** For a program of its own: what goes before its file, and into its environment. */
export const PGLITE_FLAGS = ['--import', import.meta.filename];

export function pgliteEnvironment(): Record<string, string> {
  const snapshot = process.env[VARIABLE];
  return snapshot === undefined ? {} : { [VARIABLE]: snapshot };
}

/** Once before all tests. */
export async function setup(): Promise<void> {
  const { devDependencies } = readJson<{ devDependencies: Record<string, string> }>('package.json');
  const folder = join(ROOT, '.cache');
  const file = join(folder, `pglite-${devDependencies['@electric-sql/pglite']}-small.tar`);
  process.env[VARIABLE] = file;
  if (existsSync(file)) return;
  const database = await PGlite.create(SMALL);
  const snapshot = await database.dumpDataDir('none');
  await database.close();
  mkdirSync(folder, { recursive: true });
  // Another run may be making it as well: whoever is last wins, and nobody reads half of it.
  writeFileSync(`${file}.${process.pid}`, Buffer.from(await snapshot.arrayBuffer()));
  renameSync(`${file}.${process.pid}`, file);
}

function startFrom(file: string): void {
  const create = PGlite.create.bind(PGlite) as (options?: PGliteOptions) => Promise<PGlite>;
  // Vitest may load this file again for the next test file of a process.
  if (PGlite.create.name === 'createFromSnapshot') return;
  let snapshot: Blob | undefined;
  const createFromSnapshot = (given?: string | PGliteOptions, more?: PGliteOptions): Promise<PGlite> => {
    const options = typeof given === 'string' ? { ...more, dataDir: given } : (given ?? {});
    if (![undefined, 'memory://'].includes(options.dataDir) || options.loadDataDir !== undefined)
      return create(options);
    snapshot ??= new Blob([readFileSync(file)]);
    return create({ ...options, loadDataDir: snapshot });
  };
  Object.assign(PGlite, { create: createFromSnapshot });
}

const given = process.env[VARIABLE];
if (given !== undefined && existsSync(given)) startFrom(given);
