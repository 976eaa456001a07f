/** The workspace as the house tests see it: packages, their manifests, their entries and their source files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface ExportConditions {
  readonly types: string;
  readonly default: string;
}

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly engines?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly keywords?: readonly string[];
  readonly main?: string;
  readonly module?: string;
  readonly types?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<'import' | 'require', ExportConditions>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** One way into a package. */
export interface Entry {
  /** What a user imports, for example `@countersign/otp-core/spec`. */
  readonly name: string;
  /** The source it is built from, relative to the root. */
  readonly source: string;
  readonly conditions: Readonly<Record<'import' | 'require', ExportConditions>>;
}

export interface Member {
  /** Relative to the root, for example `packages/otp-core`. */
  readonly folder: string;
  /** The folder's own name, for example `otp-core`. */
  readonly shortName: string;
  readonly manifest: Manifest;
}

/** `packages` is what is published, `private` what stands among it for our own tests. */
export type Room = 'packages' | 'private' | 'apps';

const FOLDERS: Readonly<Record<Room, readonly string[]>> = {
  packages: ['packages'],
  private: ['packages'],
  apps: ['apps', 'apps/examples'],
};

export function members(room: Room): Member[] {
  return FOLDERS[room]
    .flatMap((parent) =>
      readdirSync(join(ROOT, parent))
        .filter((name) => existsSync(join(ROOT, parent, name, 'package.json')))
        .map((shortName) => ({
          folder: `${parent}/${shortName}`,
          shortName,
          manifest: readJson<Manifest>(`${parent}/${shortName}/package.json`),
        })),
    )
    .filter(({ manifest }) => room === 'apps' || (manifest.private === true) === (room === 'private'));
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The caller names the shape: these are the workspace's own files. */
export function readJson<Shape>(path: string): Shape {
  return JSON.parse(readText(path)) as Shape;
}

/** Every entry that is code. An entry `./spec` is built from `src/spec/index.ts`, a vendor's `./settings` from a file. */
export function entriesOf(member: Member): Entry[] {
  return Object.entries(member.manifest.exports ?? {}).flatMap(([path, conditions]) =>
    typeof conditions === 'string'
      ? []
      : [
          {
            name: `${member.manifest.name}${path.slice(1)}`,
            source: sourceOf(member, path),
            conditions,
          },
        ],
  );
}

/** The rows of a vendor's settings, a file beside the others; `null`: it is no vendor's package. */
export function vendorSettingsOf({ folder, shortName }: Member): string | null {
  const settings = join(folder, 'src', `${shortName.replace('otp-', '')}-settings.ts`);
  return existsSync(join(ROOT, settings)) ? settings : null;
}

function sourceOf(member: Member, path: string): string {
  const settings = path === './settings' ? vendorSettingsOf(member) : null;
  return settings ?? join(member.folder, 'src', path, 'index.ts');
}

/** Every TypeScript or JavaScript file below a folder, relative to the root; nothing installed, nothing built. */
export function sourceFiles(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return filesBelow(folder)
    .filter((path) => /\.(?:[cm]?ts|[cm]js)$/.test(path))
    .sort();
}

/** Of everybody else: what is installed, built or kept from one run to the next. */
const NOT_OURS = new Set(['node_modules', 'dist', '.turbo', '.cache']);

/**
 * Every file of ours below a folder, relative to the root. `readdirSync` has a way down by itself, but that follows the
 * links of pnpm into all that is installed: seconds of work, for paths that are thrown away.
 */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

export function isTest(path: string): boolean {
  return /\.test(?:-d)?\.ts$/.test(path);
}
