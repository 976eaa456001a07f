/** Every package has the same shape, and what is built and packed is what its manifest promises. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metadataIn, metadataOf } from '../scripts/release/manifest-metadata.mjs';
import { PUBLIC_ADDRESS } from '../scripts/release/public-address.mjs';
import { findCircle, linesOf, ownSources } from './support/package-sizes.ts';
import { rehearsePublish } from './support/rehearse-publish.ts';
import { type ProgramRun, runProgram } from './support/run-program.ts';
import { type EmptyRegistry, startEmptyRegistry } from './support/start-empty-registry.ts';
import { type Entry, entriesOf, type Manifest, type Member, members, ROOT, readJson } from './support/workspace.ts';

const packages = members('packages');

const FILES = ['README.md', 'package.json', 'tsconfig.json', 'tsup.config.ts', 'src/index.ts'];

/** `npm create countersign` asks for a package without a scope. */
function nameOfFolder(shortName: string): string {
  return shortName.startsWith('create-') ? shortName : `@countersign/${shortName}`;
}

/** Every file that a manifest names. */
function promisedFiles({ main, module, types, bin, exports }: Manifest): string[] {
  const exported = Object.values(exports ?? {}).flatMap((conditions) =>
    typeof conditions === 'string' ? [conditions] : Object.values(conditions).flatMap((files) => Object.values(files)),
  );
  return [main, module, types, ...Object.values(bin ?? {}), ...exported].filter((path) => path !== undefined);
}

/** Where its README leads within the package: nobody who installed it has the repository. */
function linkedFiles(folder: string): string[] {
  const readme = readFileSync(join(ROOT, folder, 'README.md'), 'utf8');
  return [...readme.matchAll(/\]\(([^):#]+)(?:#[^)]*)?\)/g)].map(([, path]) => path ?? '');
}

/** What a user of this Node gets: in a process of its own, since Vitest would lead the imports to the sources. */
async function exportNames(entry: Entry): Promise<{ imported: string[]; required: string[] }> {
  const script = `
    import { createRequire } from 'node:module';
    const names = (module) => Object.keys(module).filter((name) => name !== 'default' && name !== 'module.exports').sort();
    const imported = names(await import(${JSON.stringify(entry.name)}));
    const required = names(createRequire(import.meta.url)(${JSON.stringify(entry.name)}));
    console.log(JSON.stringify({ imported, required }));
  `;
  const run = await runProgram(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: ROOT,
    timeLimitMs: 15_000,
  });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(run.stdout);
}

interface Packed {
  readonly files: readonly string[];
  readonly manifest: string;
  /** `npm publish --dry-run` of the very same file. */
  readonly rehearsal: ProgramRun;
}

/** What a user of a registry gets. (`pnpm pack --dry-run` does not tell of the licence that it takes from the root.) */
async function pack(member: Member, registryUrl: string): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-pack-'));
  const run = async (command: string, argumentList: readonly string[]): Promise<string> => {
    const cwd = join(ROOT, member.folder);
    const { exitCode, stdout, stderr } = await runProgram(command, argumentList, { cwd, timeLimitMs: 15_000 });
    if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}: ${stdout}${stderr}`);
    return stdout;
  };
  try {
    await run(join(ROOT, 'node_modules/.bin/pnpm'), ['pack', '--pack-destination', folder]);
    const tarball = join(folder, readdirSync(folder)[0] ?? '');
    const files = (await run('tar', ['-tzf', tarball])).trimEnd().split('\n');
    return {
      files: files.map((path) => path.replace(/^package\//, '')),
      manifest: await run('tar', ['-xzOf', tarball, 'package/package.json']),
      rehearsal: await rehearsePublish(tarball, registryUrl),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let registry: EmptyRegistry;
beforeAll(async () => {
  registry = await startEmptyRegistry();
});
afterAll(() => registry.close());

describe.each(packages)('$folder', (member) => {
  const { folder, shortName, manifest } = member;

  let packing: Promise<Packed> | undefined;
  const packed = (): Promise<Packed> => {
    packing ??= pack(member, registry.url);
    return packing;
  };

  it('has the files of a package', () => {
    expect(FILES.filter((file) => !existsSync(join(ROOT, folder, file)))).toEqual([]);
  });

  it('has the manifest of a package', () => {
    expect(manifest).toMatchObject({
      name: nameOfFolder(shortName),
      description: expect.stringMatching(/^[A-Z].*\.$/),
      license: 'MIT',
      type: 'module',
      sideEffects: false,
      engines: { node: '>=22' },
      files: expect.arrayContaining(['dist']),
      keywords: expect.arrayContaining(['otp', 'sms']),
    });
    expect(manifest.private).toBeUndefined();
  });

  it('blocks no install by the version of a library that it may never load', () => {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
    const ranges = Object.entries(peerDependencies).filter(
      ([name]) => peerDependenciesMeta[name]?.optional === true && !name.startsWith('@countersign/'),
    );
    expect(ranges.filter(([, range]) => range !== '*')).toEqual([]);
  });

  it('says where it comes from as `pnpm manifests` writes it, and publishes with provenance', () => {
    expect(metadataIn(manifest)).toEqual(metadataOf(folder, PUBLIC_ADDRESS));
  });

  it('checks whether a release may start before it is published', () => {
    expect(manifest.scripts?.prepublishOnly).toBe('node ../../scripts/release/check-release.mjs');
  });

  it('exports ESM and CommonJS with the declarations of each first', () => {
    const entries = entriesOf(member);
    expect(entries.map(({ name }) => name)).toContain(manifest.name);
    for (const { conditions } of entries) {
      expect(Object.keys(conditions)).toEqual(['import', 'require']);
      expect(Object.keys(conditions.import)).toEqual(['types', 'default']);
      expect(Object.keys(conditions.require)).toEqual(['types', 'default']);
    }
  });

  it('has every file that its manifest names', () => {
    expect(promisedFiles(manifest).filter((path) => !existsSync(join(ROOT, folder, path)))).toEqual([]);
  });

  it.each(entriesOf(member))('gives the same names to import and to require of $name', async (entry) => {
    const { imported, required } = await exportNames(entry);
    expect(imported).toEqual(required);
  });

  it('packs what it promises, its README and its licence, and nothing of its tests', async () => {
    const { files, manifest: packedManifest } = await packed();
    const promised = [...promisedFiles(manifest), ...linkedFiles(folder)].map((path) => path.replace(/^\.\//, ''));
    expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json', ...promised]));
    // A template may be a test: that of the app which is made of it.
    const own = files.filter((path) => !path.startsWith('templates/'));
    expect(own.filter((path) => /test|fixture|\.tsbuildinfo$|^src\//.test(path))).toEqual([]);
    expect(packedManifest).not.toContain('workspace:');
    expect(packedManifest).not.toContain('catalog:');
    expect(metadataIn(JSON.parse(packedManifest))).toEqual(metadataOf(folder, PUBLIC_ADDRESS));
    // It would be looked for in the folder of whoever installed the package.
    expect(packedManifest).not.toContain('check-release');
  });

  it('passes `npm publish --dry-run`, which publishes nothing', async () => {
    const { rehearsal } = await packed();
    expect(rehearsal).toMatchObject({ exitCode: 0, stdout: `+ ${manifest.name}@${manifest.version}\n` });
    expect(rehearsal.stderr).toContain('(dry-run)');
    expect(registry.writes).toEqual([]);
  });
});

/** Packages of a vendor: what a newcomer looks for stands in a file of that name in each. */
const VENDORS = ['twilio', 'telnyx', 'sinch', 'sns', 'http-gateway'];

/** What a vendor is missing, it leaves out; a part that outgrows its file is named after it: `twilio-sms-sender-options`. */
const KINDS = [
  'adapter',
  'connection',
  'client',
  'errors',
  'sms-sender',
  'verification',
  'delivery-report-parser',
  'callbacks',
  'notice',
  'signature',
  'signing-keys',
  'settings',
];

/** The gateway is no one vendor: it has rooms for what others have files for. */
const ROOMS = /^(?:request|answer|receipts)\/[a-z-]+$/;
const GATEWAY_FILES =
  /^(?:option-shapes|(?:resolve-)?http-gateway-(?:options|sms-sender|delivery-report-parser|settings|adapter))$/;

function isNamedByItsKind(vendor: string, file: string): boolean {
  if (file === 'index') return true;
  if (vendor === 'http-gateway') return GATEWAY_FILES.test(file) || ROOMS.test(file);
  return KINDS.some((kind) => file === `${vendor}-${kind}` || file.startsWith(`${vendor}-${kind}-`));
}

/** Of the five together, presets apart. */
const MOST_LINES_OF_ADAPTERS = 7_900;
const MOST_LINES_OF_UTILS = 1_100;

const sourcesOf = (vendor: string): string[] => ownSources(`packages/otp-${vendor}`);
const nameOf = (path: string): string => path.split('/src/')[1]?.replace(/\.ts$/, '') ?? '';

describe.each(VENDORS)('the adapter otp-%s', (vendor) => {
  it('has its files named by what stands in them', () => {
    expect(
      sourcesOf(vendor)
        .map(nameOf)
        .filter((file) => !isNamedByItsKind(vendor, file)),
    ).toEqual([]);
  });

  it('has what every adapter has', () => {
    const needed =
      vendor === 'http-gateway' ? ['options', 'sms-sender'] : ['connection', 'client', 'errors', 'sms-sender'];
    expect(sourcesOf(vendor).map(nameOf)).toEqual(expect.arrayContaining(needed.map((kind) => `${vendor}-${kind}`)));
  });

  it('has no circle among its files, types included', () => {
    expect(findCircle(sourcesOf(vendor))).toBeNull();
  });

  it('has no file that takes scrolling to understand', () => {
    expect(sourcesOf(vendor).filter((path) => linesOf(path) > 260)).toEqual([]);
  });
});

describe('all adapters and what they share', () => {
  const linesIn = (paths: readonly string[]): number => paths.reduce((sum, path) => sum + linesOf(path), 0);

  it('stay small: what two of them need stands in otp-provider-utils', () => {
    const files = VENDORS.flatMap(sourcesOf);
    expect(files.length).toBeLessThanOrEqual(64);
    expect(linesIn(files)).toBeLessThanOrEqual(MOST_LINES_OF_ADAPTERS);
    expect(linesIn(ownSources('packages/otp-provider-utils'))).toBeLessThanOrEqual(MOST_LINES_OF_UTILS);
  });

  it('share no circle', () => {
    expect(findCircle(ownSources('packages/otp-provider-utils'))).toBeNull();
  });
});

describe('the versions', () => {
  const { fixed, ignore } = readJson<{ fixed: string[][]; ignore: string[] }>('.changeset/config.json');
  const matches = (name: string, globs: readonly string[]): boolean =>
    globs.some((glob) => new RegExp(`^${glob.replaceAll('*', '[^/]*')}$`).test(name));

  it('are one version in one fixed group', () => {
    expect(new Set(packages.map(({ manifest }) => manifest.version)).size).toBe(1);
    expect(fixed).toHaveLength(1);
    expect(packages.filter(({ manifest }) => !matches(manifest.name, fixed.flat()))).toEqual([]);
  });

  it('do not concern the apps, which stay private', () => {
    const apps = members('apps');
    expect(apps.filter(({ manifest }) => manifest.private !== true || !matches(manifest.name, ignore))).toEqual([]);
  });
});
