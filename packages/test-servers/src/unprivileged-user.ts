/** PostgreSQL refuses to run as root. Where tests do, its server runs as the user that owns nothing. */
import { execFileSync } from 'node:child_process';

export interface UnprivilegedUser {
  readonly uid: number;
  readonly gid: number;
}

/** @returns `undefined` where this process is not root and needs no other user */
export function unprivilegedUser(): UnprivilegedUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    throw new Error(
      'PostgreSQL does not run as root, and this machine has no user `nobody` to run it as: add one, or run the tests as another user than root.',
    );
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}
