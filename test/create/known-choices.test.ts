/** `create-countersign` imports nothing of ours: what it repeats of the packages is compared with them here. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { createApp } from 'create-countersign';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FRAMEWORKS } from '../../packages/create-countersign/src/choices/frameworks.ts';
import { PROVIDERS } from '../../packages/create-countersign/src/choices/providers.ts';
import { STORES } from '../../packages/create-countersign/src/choices/stores.ts';
import { PROVIDERS as CATALOG } from '../../packages/otp-config/src/catalog/providers.ts';
import { STORES as STORE_CATALOG } from '../../packages/otp-config/src/catalog/stores.ts';
import { examine } from '../../packages/otp-config/src/doctor/examine.ts';
import { type Manifest, readJson } from '../support/workspace.ts';

const root = readJson<Manifest>('package.json').devDependencies ?? {};

describe('the choices of create-countersign', () => {
  it('are the providers of otp-config, with the adapter and the SDK of each', () => {
    // An app begins with the inbox: who cannot be played by it is not offered.
    const played = CATALOG.filter(({ settings }) => settings.some(({ inboxPath }) => inboxPath !== null));
    const known = played.map(({ name, packageName, sdk }) => ({
      name,
      adapter: packageName,
      sdks: sdk === null ? [] : [sdk],
    }));
    const offered = PROVIDERS.map(({ name, adapter, libraries }) => ({ name, adapter, sdks: Object.keys(libraries) }));
    const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
    expect(offered.sort(byName)).toEqual(known.sort(byName));
  });

  it('are stores of otp-config, with the adapter of each and a client that it takes', () => {
    for (const { address, adapter, libraries } of STORES) {
      const entry = STORE_CATALOG.find(({ schemes }) => schemes.some((scheme) => address.startsWith(scheme)));
      expect(adapter ?? '@countersign/otp-core').toBe(entry?.packageName);
      expect(entry?.clients(address) ?? []).toEqual(expect.arrayContaining(Object.keys(libraries)));
    }
  });

  it('ask for the versions that the workspace is tested with', () => {
    const asked = [...FRAMEWORKS, ...PROVIDERS, ...STORES].flatMap((choice) =>
      Object.entries({
        ...('libraries' in choice ? choice.libraries : { ...choice.dependencies, ...choice.typings }),
      }),
    );
    const here = asked.filter(([name]) => /^\d/.test(root[name] ?? ''));
    expect(here.length).toBeGreaterThan(8);
    expect(here.filter(([name, range]) => range !== `^${root[name]}`)).toEqual([]);
  });

  it.each(PROVIDERS)('give $name settings that otp-config takes as they are', async ({ name }) => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-choices-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    expect(createApp({ folder, provider: name })).toMatchObject({ ok: true });
    const environment = parseEnv(readFileSync(join(folder, '.env'), 'utf8')) as Record<string, string>;
    const { findings } = await examine({ environment, nowMs: Date.UTC(2026, 11, 1), isInstalled: () => true });
    expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
  });
});
