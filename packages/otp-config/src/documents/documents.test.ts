/** What is written for people says what the catalog says. To write it anew, run this file with UPDATE_DOCUMENTS=1. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { type ConfigurationProblem, OtpConfigurationError } from '@countersign/otp-core';
import { describe, expect, it } from 'vitest';
import { GENERAL_SETTINGS } from '../catalog/general-settings.ts';
import { KNOWN_VARIABLES } from '../catalog/known-variables.ts';
import { PROVIDERS } from '../catalog/providers.ts';
import { STORES } from '../catalog/stores.ts';
import { findAdapter } from '../compose/find-adapter.ts';
import { productOf } from '../compose/product-of.ts';
import { problemsOf } from '../test-support/problems-of.ts';
import { writeSettingsPage } from '../test-support/write-settings-page.ts';
import { writeEnvExample } from './write-env-example.ts';

const folder = new URL('../../', import.meta.url);

function committed(path: string, written: string): string {
  const url = new URL(path, folder);
  if (process.env.UPDATE_DOCUMENTS === '1') writeFileSync(url, written);
  return readFileSync(url, 'utf8');
}

describe('.env.example', () => {
  it('is what the catalog makes of it', () => {
    expect(committed('.env.example', writeEnvExample())).toBe(writeEnvExample());
  });

  it('has every variable, once', () => {
    const names = [...writeEnvExample().matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);
    expect(names.sort()).toEqual([...KNOWN_VARIABLES].sort());
  });

  it('lacks nothing but a secret to begin with', async () => {
    expect(Object.keys(await problemsOf(parseEnv(writeEnvExample())))).toEqual(['secret']);
  });

  it('gives examples that are right in shape', () => {
    const settings = [...GENERAL_SETTINGS, ...PROVIDERS.flatMap((each) => each.settings)];
    const wrong = settings.filter(({ example, shape }) => example !== '' && shape.read(example) === null);
    expect(wrong.map(({ variable }) => variable)).toEqual([]);
  });
});

describe('docs/settings.md', () => {
  it('is what the catalog makes of it', () => {
    expect(committed('docs/settings.md', writeSettingsPage())).toBe(writeSettingsPage());
  });
});

describe('README.md', () => {
  const readme = readFileSync(new URL('README.md', folder), 'utf8');

  it.each(PROVIDERS)(
    'says of $name what to install and what it needs',
    ({ name, packageName, sdk, settings, alternatives }) => {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
      const needed = settings.filter(
        ({ option, need }) => need === 'required' || alternatives.flat(2).includes(option),
      );
      for (const word of [
        packageName.replace('@countersign/', ''),
        sdk ?? '',
        ...needed.map(({ variable }) => variable),
      ]) {
        expect(row).toContain(word);
      }
    },
  );

  it('names every general variable and every kind of store', () => {
    const missing = GENERAL_SETTINGS.filter(({ variable }) => !readme.includes(variable)).map(
      ({ variable }) => variable,
    );
    expect(missing).toEqual([]);
    for (const scheme of STORES.flatMap(({ schemes }) => schemes)) expect(readme).toContain(scheme);
  });
});

describe('the catalog', () => {
  it('gives one variable one meaning', () => {
    for (const entry of PROVIDERS) {
      const variables = entry.settings.map(({ variable }) => variable);
      expect(new Set(variables).size).toBe(variables.length);
    }
  });

  it('has a factory for each provider that knows each option of the catalog', async () => {
    for (const entry of PROVIDERS) {
      const { settings, receipts, packageName } = entry;
      const found = await findAdapter('provider-adapter', packageName, undefined);
      if (found.status !== 'found') throw new Error(`${packageName}: ${found.status}`);
      const product = productOf(found.adapter, entry);
      // What is documented here is what its package tells of itself.
      expect(product.settings).toEqual(entry);
      // Whatever is said of receipts, there is a parser for, and nothing else.
      expect(product.createDeliveryReportParser !== undefined).toBe(receipts !== undefined);
      const taken = settings.filter(({ option }) => receipts?.ownOptions.includes(option) !== true);
      const options = Object.fromEntries(taken.map(({ option }) => [option.replace(/\..*$/, ''), undefined]));
      const problems = optionsRefused(() => product.create({ ...options, 'no-such-option': 1 }));
      const unknown = problems.filter(({ message }) => message.includes('is not an option'));
      expect(unknown.map(({ option }) => option)).toEqual(['no-such-option']);
    }
  });
});

function optionsRefused(make: () => unknown): readonly ConfigurationProblem[] {
  try {
    make();
    return [];
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    return error.problems;
  }
}
