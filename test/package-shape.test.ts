/** Every package has the same shape, and what is built and packed is what its manifest promises. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metadataIn, metadataOf } from '../scripts/release/manifest-metadata.mjs';
import { PUBLIC_ADDRESS } from '../scripts/release/public-address.mjs';
import { reachableFrom } from './support/imports.ts';
import { findCircle, linesOf, ownSources } from './support/package-sizes.ts';
import { rehearsePublish } from './support/rehearse-publish.ts';
import { type ProgramRun, runProgram } from './support/run-program.ts';
import { type EmptyRegistry, startEmptyRegistry } from './support/start-empty-registry.ts';
import {
  type Entry,
  entriesOf,
  isTest,
  type Manifest,
  type Member,
  members,
  ROOT,
  readJson,
  sourceFiles,
} from './support/workspace.ts';

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

interface Names {
  readonly imported: readonly string[];
  readonly required: readonly string[];
}

/** What a user of this Node gets: in a process of its own, since Vitest would lead the imports to the sources. */
async function exportNames(entries: readonly Entry[]): Promise<Readonly<Record<string, Names | string>>> {
  const script = `
    import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url);
    const names = (module) => Object.keys(module).filter((name) => name !== 'default' && name !== 'module.exports').sort();
    const found = {};
    for (const name of ${JSON.stringify(entries.map(({ name }) => name))}) {
      try {
        found[name] = { imported: names(await import(name)), required: names(require(name)) };
      } catch (error) {
        found[name] = String(error);
      }
    }
    console.log(JSON.stringify(found));
  `;
  const run = await runProgram(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: ROOT,
    timeLimitMs: 60_000,
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

async function output(command: string, argumentList: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(command, argumentList, { cwd: ROOT, timeLimitMs: 60_000 });
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}: ${stdout}${stderr}`);
  return stdout;
}

/** What a user of a registry gets. (`pnpm pack --dry-run` does not tell of the licence that it takes from the root.) */
async function unpack({ manifest }: Member, folder: string, registryUrl: string): Promise<Packed> {
  const tarball = join(folder, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`);
  const files = (await output('tar', ['-tzf', tarball])).trimEnd().split('\n');
  return {
    files: files.map((path) => path.replace(/^package\//, '')),
    manifest: await output('tar', ['-xzOf', tarball, 'package/package.json']),
    rehearsal: await rehearsePublish(tarball, registryUrl),
  };
}

/** All packages at once: each start of pnpm takes longer than packing. */
const packFolder = mkdtempSync(join(tmpdir(), 'countersign-pack-'));
let names: Readonly<Record<string, Names | string>>;
let registry: EmptyRegistry;
beforeAll(async () => {
  registry = await startEmptyRegistry();
  const pnpm = join(ROOT, 'node_modules/.bin/pnpm');
  const packing = output(pnpm, ['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', packFolder]);
  names = await exportNames(packages.flatMap(entriesOf));
  await packing;
}, 120_000);
afterAll(async () => {
  await registry.close();
  rmSync(packFolder, { recursive: true, force: true });
});

describe.each(packages)('$folder', (member) => {
  const { folder, shortName, manifest } = member;

  let unpacking: Promise<Packed> | undefined;
  const packed = (): Promise<Packed> => {
    unpacking ??= unpack(member, packFolder, registry.url);
    return unpacking;
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

  it('has its tests run by `turbo run test`', () => {
    expect(manifest.scripts?.test).toBe(`vitest run --root ../.. ${folder}/`);
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

  it.each(entriesOf(member))('gives the same names to import and to require of $name', ({ name }) => {
    const found = names[name];
    expect(found).toEqual({ imported: expect.any(Array), required: expect.any(Array) });
    if (typeof found === 'object') expect(found.imported).toEqual(found.required);
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

describe.each(members('private'))('$folder, which is never published', ({ folder, shortName, manifest }) => {
  it('is named like its folder, says what it is for, and is its sources', () => {
    expect(manifest).toMatchObject({
      name: `@countersign/${shortName}`,
      private: true,
      description: expect.stringMatching(/^[A-Z].*\.$/),
      exports: { './*': './src/*.ts' },
    });
    expect(
      readdirSync(join(ROOT, folder))
        .filter((name) => !['node_modules', '.turbo'].includes(name))
        .sort(),
    ).toEqual(['package.json', 'src', 'tsconfig.json']);
  });

  it('is what no package depends on: a test finds it by way of the root', () => {
    const dependents = packages.filter((each) =>
      [each.manifest.dependencies, each.manifest.peerDependencies, each.manifest.devDependencies].some((names) =>
        Object.hasOwn(names ?? {}, manifest.name),
      ),
    );
    expect(dependents).toEqual([]);
  });
});

/** Files that its entries and its program reach. */
function shippedOf(member: Member): ReadonlySet<string> {
  const programs = Object.keys(member.manifest.bin ?? {}).length > 0 ? [`${member.folder}/src/cli.ts`] : [];
  const entries = [...entriesOf(member).map(({ source }) => source), ...programs];
  return new Set(entries.flatMap(reachableFrom).map(({ path }) => path));
}

/** What the scripts of a page know of our types: they are copied as they are, and import nothing that is checked here. */
const TYPES_OF_SCRIPTS = ['packages/otp-inbox/src/page/page-json.ts'];

/** In `test/`, where everything is about tests, it is called `support/`. */
describe('what several tests of a package share', () => {
  it.each(packages)('stands in `test-support/` and nowhere else among the sources of $shortName', (member) => {
    const shipped = new Set([...shippedOf(member), ...TYPES_OF_SCRIPTS]);
    const others = sourceFiles(`${member.folder}/src`).filter((path) => !shipped.has(path) && !isTest(path));
    expect(others.filter((path) => !path.includes('/test-support/'))).toEqual([]);
  });

  it.each(packages)('is not shipped with $shortName', (member) => {
    expect([...shippedOf(member)].filter((path) => path.includes('/test-support/'))).toEqual([]);
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
const MOST_LINES_OF_ADAPTERS = 6_400;
const MOST_FILES_OF_ADAPTERS = 60;
const MOST_LINES_OF_UTILS = 1_290;

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
    expect(files.length).toBeLessThanOrEqual(MOST_FILES_OF_ADAPTERS);
    expect(linesIn(files)).toBeLessThanOrEqual(MOST_LINES_OF_ADAPTERS);
    expect(linesIn(ownSources('packages/otp-provider-utils'))).toBeLessThanOrEqual(MOST_LINES_OF_UTILS);
  });

  it('share no circle', () => {
    expect(findCircle(ownSources('packages/otp-provider-utils'))).toBeNull();
  });
});

/** What is changed most often, and the one file to edit: the table in CONTRIBUTING says so. */
const ONE_PLACE: readonly (readonly [what: string, written: RegExp, file: string])[] = [
  ['what an error code of Twilio means', /\b21217\b/, 'packages/otp-twilio/src/twilio-errors.ts'],
  ['a region of Sinch', /'br'/, 'packages/otp-sinch/src/sinch-connection.ts'],
  ['a header of every request to a gateway', /\bAccept: '/, 'packages/otp-http-gateway/src/request/ask-gateway.ts'],
];

describe('a small change to a vendor', () => {
  const shared = ['packages/otp-provider-utils', 'packages/otp-config', 'packages/otp-core'].flatMap(ownSources);

  it.each(ONE_PLACE)('touches one file: %s', (_what, written, file) => {
    const vendor = file.split('/')[1]?.replace('otp-', '') ?? '';
    const places = [...sourcesOf(vendor), ...shared].filter((path) =>
      written.test(readFileSync(join(ROOT, path), 'utf8')),
    );
    expect(places).toEqual([file]);
    expect(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')).toContain(nameOf(file));
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

  it('do not concern what stays private', () => {
    const unpublished = [...members('apps'), ...members('private')];
    expect(unpublished.filter(({ manifest }) => manifest.private !== true || !matches(manifest.name, ignore))).toEqual(
      [],
    );
  });
});
