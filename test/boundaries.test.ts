/** Who may import whom. The table stands in `support/house.ts`. */
import { describe, expect, it } from 'vitest';
import { isInHouse, offencesOf, type Resident } from './support/house.ts';
import { importsIn, packageOf, reachableFrom, readImports } from './support/imports.ts';
import { entriesOf, isTest, type Manifest, type Member, members, readJson, sourceFiles } from './support/workspace.ts';

const packages = members('packages');
const rootManifest = readJson<Manifest>('package.json');

function residentOf(member: Member): Resident {
  const programs = Object.keys(member.manifest.bin ?? {}).length > 0 ? [`${member.folder}/src/cli.ts`] : [];
  const entries = [...entriesOf(member).map(({ source }) => source), ...programs];
  return { ...member, shipped: new Set(entries.flatMap(reachableFrom).map(({ path }) => path)) };
}

/** The offences of a package that does not exist, with one file in it. */
function offencesOfMadeUp(shortName: string, file: string, source: string, manifest: Partial<Manifest> = {}): string[] {
  const folder = `packages/${shortName}`;
  const resident: Resident = {
    folder,
    shortName,
    manifest: { name: `@countersign/${shortName}`, version: '0.0.0', ...manifest },
    shipped: new Set(isTest(file) ? [] : [`${folder}/${file}`]),
  };
  return offencesOf(resident, { path: `${folder}/${file}`, imports: importsIn(source) }, rootManifest);
}

describe('the house', () => {
  it.each(packages)('has a room for $shortName', ({ shortName }) => {
    expect(isInHouse(shortName)).toBe(true);
  });

  it.each(packages)('lets $shortName import only from below, through the doors, what it declares', (member) => {
    const resident = residentOf(member);
    const files = sourceFiles(`${member.folder}/src`).map(readImports);
    expect(resident.shipped.size).toBeGreaterThan(0);
    expect(files.flatMap((file) => offencesOf(resident, file, rootManifest))).toEqual([]);
  });

  it.each([...members('apps'), ...members('private')])(
    'lets $shortName, which nobody installs, import only what it declares',
    ({ folder, manifest }) => {
      const declared = { ...manifest.dependencies, ...manifest.devDependencies, ...rootManifest.devDependencies };
      const bare = sourceFiles(folder)
        .flatMap((path) => readImports(path).imports)
        .filter((specifier) => !/^(?:\.|node:)/.test(specifier))
        .map(packageOf);
      expect(bare.filter((name) => !Object.hasOwn(declared, name))).toEqual([]);
    },
  );

  it('keeps otp-core free of runtime dependencies', () => {
    const { dependencies, peerDependencies } = readJson<Manifest>('packages/otp-core/package.json');
    expect({ ...dependencies, ...peerDependencies }).toEqual({});
  });

  it('keeps the web-standard entry of otp-web free of Node', () => {
    const files = reachableFrom('packages/otp-web/src/index.ts');
    expect(files.flatMap(({ imports }) => imports).filter((specifier) => specifier.startsWith('node:'))).toEqual([]);
  });

  it.each(['index.ts', 'play/index.ts'])('keeps %s of otp-hooks free of Node', (entry) => {
    const files = reachableFrom(`packages/otp-hooks/src/${entry}`);
    expect(files.flatMap(({ imports }) => imports).filter((specifier) => specifier.startsWith('node:'))).toEqual([]);
  });

  it('keeps the messages of otp-core free of Node, as hooks at the edge compose them', () => {
    const files = reachableFrom('packages/otp-core/src/message/index.ts');
    expect(files.flatMap(({ imports }) => imports).filter((specifier) => specifier.startsWith('node:'))).toEqual([]);
  });

  it.each(['client', 'client/languages'])('keeps otp-web/%s alone: a browser loads nothing with it', (entry) => {
    const files = reachableFrom(`packages/otp-web/src/${entry}/index.ts`);
    const folders = files.map(({ path }) => path.split('/').slice(0, 4).join('/'));
    expect(files.flatMap(({ imports }) => imports).filter((specifier) => !specifier.startsWith('.'))).toEqual([]);
    // Of the rest only the types of the problems, which leave nothing in what is built.
    expect([...new Set(folders)].sort()).toEqual(
      entry === 'client'
        ? ['packages/otp-web/src/client', 'packages/otp-web/src/problems']
        : ['packages/otp-web/src/client'],
    );
  });

  it('has a source file for every entry', () => {
    const known = new Set(packages.flatMap(({ folder }) => sourceFiles(folder)));
    const missing = packages.flatMap(entriesOf).filter(({ source }) => !known.has(source));
    expect(missing).toEqual([]);
  });
});

describe('offencesOf', () => {
  const core = { peerDependencies: { '@countersign/otp-core': '*' } };

  it('finds an adapter that enters the core by another door', () => {
    const source = "import type { OtpEngine } from '@countersign/otp-core';";
    expect(offencesOfMadeUp('otp-twilio', 'src/index.ts', source, core)).toEqual([
      expect.stringContaining('its doors are @countersign/otp-core/spec and @countersign/otp-core/adapter'),
    ]);
  });

  it('finds an import from the same floor and from above, static or dynamic', () => {
    const manifest = { dependencies: { '@countersign/otp-web': '*', '@countersign/otp-sns': '*' } };
    const source = "export * from '@countersign/otp-sns'; await import('@countersign/otp-web/express');";
    expect(offencesOfMadeUp('otp-twilio', 'src/index.ts', source, manifest)).toEqual([
      expect.stringContaining('@countersign/otp-sns: everything points down'),
      expect.stringContaining('@countersign/otp-web/express: everything points down'),
    ]);
  });

  it('finds a dependency that nobody declared, or only for development', () => {
    const manifest = { devDependencies: { axios: '1' } };
    const source = "import axios from 'axios'; import 'left-pad/index.js';";
    expect(offencesOfMadeUp('otp-twilio', 'src/index.ts', source, manifest)).toEqual([
      expect.stringContaining('axios: packages/otp-twilio/package.json does not declare it'),
      expect.stringContaining('left-pad/index.js: packages/otp-twilio/package.json does not declare it'),
    ]);
    expect(offencesOfMadeUp('otp-twilio', 'src/a.test.ts', "import axios from 'axios';", manifest)).toEqual([]);
  });

  it('finds cryptography outside of the room for it, and any other module of Node', () => {
    const source = "import { createHmac } from 'node:crypto';";
    expect(offencesOfMadeUp('otp-core', 'src/challenge/digest.ts', source)).toEqual([]);
    expect(offencesOfMadeUp('otp-core', 'src/engine/request.ts', source)).toEqual([
      expect.stringContaining('only challenge/ may'),
    ]);
    expect(offencesOfMadeUp('otp-core', 'src/challenge/digest.ts', "import 'node:fs';")).toEqual([
      expect.stringContaining('no room may'),
    ]);
  });

  it('finds a relative import that leaves its package or its room', () => {
    expect(offencesOfMadeUp('otp-sns', 'src/index.ts', "import '../../otp-core/src/index.ts';")).toEqual([
      expect.stringContaining('must stay within its package'),
    ]);
    expect(offencesOfMadeUp('otp-core', 'src/adapter/options.ts', "import '../engine/otp-engine.ts';")).toEqual([
      expect.stringContaining('adapter/ may use spec, errors, settings beside itself'),
    ]);
  });
});
