/** Packages of ours as tarballs in a folder, named as `npm pack` names them. */
import { readdirSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Refused, refused } from '../create-result.ts';
import type { OurPackages } from './manifest.ts';

type Reading = { readonly ok: true; readonly ours: OurPackages } | Refused;

const TARBALL = /^countersign-(otp-[a-z-]+)-\d.*\.tgz$/;

/**
 * @param needed the packages that the app itself asks for
 * @param appFolder from where the tarballs are looked for when they are installed
 */
export function readTarballs(packages: string, needed: readonly string[], appFolder: string): Reading {
  const found = new Map<string, string>();
  try {
    const folder = resolve(packages);
    for (const file of readdirSync(folder)) {
      const name = TARBALL.exec(file)?.[1];
      if (name !== undefined) found.set(`@countersign/${name}`, addressOf(appFolder, resolve(folder, file)));
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refused('missing-tarball', `The folder of tarballs cannot be read: ${String(code)}.`);
  }
  const missing = needed.filter((name) => !found.has(name));
  if (missing.length > 0) {
    return refused(
      'missing-tarball',
      `The folder of tarballs has none of ${missing.join(', ')}. Make them with npm run pack.`,
    );
  }
  const rangeOf = (name: string): string => found.get(name) ?? '*';
  const overrides = Object.fromEntries([...found].filter(([name]) => !needed.includes(name)));
  return { ok: true, ours: { rangeOf, overrides } };
}

/** With `/` on every system; another drive of Windows has no relative path. */
function addressOf(from: string, tarball: string): string {
  const path = relative(from, tarball);
  return `file:${(isAbsolute(path) ? tarball : path).split(sep).join('/')}`;
}
