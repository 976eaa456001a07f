/**
 * The secret of a demo whose state outlives it. Records are named by the secret: with a new one at each start, codes on
 * their way would be lost and every limit would begin anew. It is kept in the repository's scratch folder, away from
 * the state that it protects, and only this user may read it.
 */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const DEMO_SECRET_FILE = fileURLToPath(new URL('../../.cache/demo-secret', import.meta.url));

export function readDemoSecret(file = DEMO_SECRET_FILE): string {
  return read(file) ?? make(file);
}

/** Of several apps that start at once one makes the file, whole or not at all; all read the same. */
function make(file: string): string {
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(draft, createSecret(), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8');
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}
