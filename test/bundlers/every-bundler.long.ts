/**
 * Programs built by webpack and by Next, with what npm installs as the READMEs say, from tarballs. Then an install beside
 * libraries of other versions. (esbuild is a test of its own, `test/bundles.test.ts`.)
 */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKED } from '../../scripts/pack-all.mjs';
import { BUNDLED_PROGRAMS, type BundledProgram, startVendor } from '../support/bundled-programs.ts';
import { npmInstall } from '../support/created-app.ts';
import { withDependencies } from '../support/minimal-install.ts';
import { type Manifest, readJson } from '../support/workspace.ts';
import { BUNDLER_PACKAGES, buildWithNext, buildWithWebpack } from './bundlers.ts';

/** Away from the workspace: what lies in a folder above an app would be found, too. */
const tools = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-bundlers-')));
const vendor = await startVendor();
const tarballs = readdirSync(PACKED).map((file) => join(PACKED, file));
const versions = readJson<Manifest>('package.json').devDependencies ?? {};

beforeAll(() => installIn('.', BUNDLER_PACKAGES));
afterAll(() => {
  vendor.close();
  rmSync(tools, { recursive: true, force: true });
});

async function installIn(name: string, packages: readonly string[]): Promise<string> {
  const folder = join(tools, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true }\n');
  await npmInstall(folder, ['--ignore-scripts', ...packages]);
  return folder;
}

/** What our packages depend on comes by itself; the clients and SDKs are the app's. */
function installsOf({ packages, libraries }: BundledProgram): readonly string[] {
  const ours = [...withDependencies(packages)].map((name) => {
    const tarball = tarballs.find((path) => new RegExp(`/countersign-${name}-\\d[^/]*$`).test(path));
    if (tarball === undefined) throw new Error(`There is no tarball of ${name}.`);
    return tarball;
  });
  const others = Object.keys(libraries).filter((name) => versions[name] !== undefined);
  return [...ours, ...others.map((name) => `${name}@${versions[name]}`)];
}

function sourceOf({ imports, body }: BundledProgram): string {
  const uses = Object.entries(imports).map(
    ([name, names]) => `import { ${names.join(', ')} } from '@countersign/${name}';`,
  );
  return `${uses.join('\n')}\nexport async function run() {${body}}\n`;
}

describe.each([...BUNDLED_PROGRAMS.entries()].map(([index, program]) => ({ ...program, index })))(
  '$name',
  (program) => {
    let folder: string;
    beforeAll(async () => {
      folder = await installIn(`app-${program.index}`, installsOf(program));
      writeFileSync(join(folder, 'program.mjs'), sourceOf(program));
    });

    it.each([
      ['webpack', buildWithWebpack],
      ['Next', buildWithNext],
    ] as const)('built by %s', async (_bundler, build) => {
      const before = vendor.asked.length;
      expect(await build({ folder, tools, vendorUrl: vendor.url })).toEqual(program.expected);
      expect(vendor.asked.length - before).toBe(program.requests);
    });
  },
);

/** What an app may have for other purposes: none of it is loaded by ours, and none of it may stop an install. */
const OTHER_VERSIONS = ['redis@4', 'ioredis@4', 'twilio@5', 'telnyx@2', 'express@4', 'postgres@3.3'];

describe('npm', () => {
  it(`installs all packages beside ${OTHER_VERSIONS.join(', ')}`, async () => {
    const folder = await installIn('beside', OTHER_VERSIONS);
    await npmInstall(folder, ['--ignore-scripts', ...tarballs]);
  });
});
