/**
 * Opens PGlite. A directory must have one owner: opened twice, each would have its own idea of what was counted. So store
 * and limiter of one process share one database, and another process is refused.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OtpStoreError } from '@countersign/otp-core/adapter';
import { loadPglite } from './load-library.ts';
import type { PgliteLike } from './pglite-client.ts';
import type { PostgresAddress } from './postgres-url.ts';

interface OpenDirectory {
  readonly opening: Promise<ClosablePglite>;
  users: number;
}

type ClosablePglite = PgliteLike & { close(): Promise<void> };

const openDirectories = new Map<string, OpenDirectory>();

export interface OpenedPglite {
  readonly database: PgliteLike;
  close(): Promise<void>;
}

export async function openPglite(
  address: Exclude<PostgresAddress, { readonly kind: 'server' }>,
): Promise<OpenedPglite> {
  if (address.kind === 'pglite-memory') {
    const database = await createPglite('memory://');
    return { database, close: () => database.close() };
  }
  const path = resolve(address.path);
  const shared = openDirectories.get(path) ?? { opening: openDirectory(path), users: 0 };
  openDirectories.set(path, shared);
  shared.users += 1;
  try {
    const database = await shared.opening;
    return { database, close: () => leave(path, shared, database) };
  } catch (error) {
    openDirectories.delete(path);
    throw error;
  }
}

async function leave(path: string, shared: OpenDirectory, database: ClosablePglite): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  openDirectories.delete(path);
  await database.close();
  rmSync(lockOf(path), { force: true });
}

async function openDirectory(path: string): Promise<ClosablePglite> {
  mkdirSync(dirname(path), { recursive: true });
  lock(path);
  try {
    return await createPglite(path);
  } catch (error) {
    rmSync(lockOf(path), { force: true });
    throw error;
  }
}

async function createPglite(dataDirectory: string): Promise<ClosablePglite> {
  const PGlite = await loadPglite();
  return PGlite.create(dataDirectory);
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

/** @throws OtpStoreError when another process that still runs holds the directory */
function lock(path: string): void {
  for (const isLastTry of [false, true]) {
    try {
      const file = openSync(lockOf(path), 'wx');
      writeSync(file, `${process.pid}`);
      closeSync(file);
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
      if (isLastTry || isHeld(path)) {
        throw new OtpStoreError(
          'OTP_STORE_UNAVAILABLE',
          'Another process has this PGlite directory open. PGlite serves one process; several need a PostgreSQL server.',
        );
      }
      rmSync(lockOf(path), { force: true });
    }
  }
}

/** A lock of a process that is gone, or of a former one with our own id, as in containers, holds nothing. */
function isHeld(path: string): boolean {
  try {
    const owner = Number(readFileSync(lockOf(path), 'utf8'));
    if (!Number.isInteger(owner) || owner <= 0 || owner === process.pid) return false;
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}
