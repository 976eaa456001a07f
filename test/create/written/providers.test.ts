/** What `create-countersign` knows of providers is what they tell. `UPDATE_TEMPLATES=1` writes it anew, as the templates. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { optional, type ProductSettings, required, TOKEN } from '@countersign/otp-core/settings';
import { inboxSettings } from '@countersign/otp-inbox';
import { describe, expect, it } from 'vitest';
import { PROVIDERS as CATALOG } from '../../../packages/otp-config/src/catalog/providers.ts';
import { type Manifest, ROOT, readJson } from '../../support/workspace.ts';
import { type ProviderFacts, providersOf, writeProviders } from './write-providers.ts';

const PACKAGE = join(ROOT, 'packages/create-countersign');

const FACTS: ProviderFacts = {
  catalog: CATALOG,
  accounts: new Map(inboxSettings('').map(({ provider, credentials }) => [provider, credentials])),
  testedVersions: readJson<Manifest>('package.json').devDependencies ?? {},
};

/** Formatted as everything else is. */
function format(path: string, text: string): string {
  const biome = join(ROOT, 'node_modules/.bin/biome');
  return execFileSync(biome, ['format', `--stdin-file-path=${path}`], { cwd: ROOT, input: text, encoding: 'utf8' });
}

/** What is there; where it is to be written anew, after that. */
function committed(path: string, written: (before: string) => string): string {
  const file = join(PACKAGE, path);
  if (process.env.UPDATE_TEMPLATES === '1') writeFileSync(file, written(readFileSync(file, 'utf8')));
  return readFileSync(file, 'utf8');
}

describe('the providers of create-countersign', () => {
  it('are what their packages and the inbox tell', () => {
    const path = 'src/choices/providers.ts';
    const written = format(path, writeProviders(FACTS));
    expect(committed(path, () => written)).toBe(written);
  });

  it('are all named in its README', () => {
    const line = `Providers: ${providersOf(FACTS)
      .map(({ name }) => `\`${name}\``)
      .join(', ')}.`;
    const readme = committed('README.md', (before) => before.replace(/^Providers: .*$/m, line));
    expect(readme.split('\n')).toContain(line);
  });

  it('are those of otp-config that the inbox can be put in the place of', () => {
    const isPlayed = ({ settings }: ProductSettings): boolean => settings.some(({ inboxPath }) => inboxPath !== null);
    expect(
      providersOf(FACTS)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(
      CATALOG.filter(isPlayed)
        .map(({ name }) => name)
        .sort(),
    );
  });
});

describe('a vendor that is new', () => {
  const acme: ProductSettings = {
    name: 'acme',
    title: 'Acme Messages',
    kind: 'sms-sender',
    packageName: '@countersign/otp-acme',
    sdk: 'acme-sdk',
    settings: [
      required('apiKey', 'ACME_API_KEY', TOKEN, { about: 'the API key', disclosure: 'secret' }),
      optional('endpoint', 'ACME_ENDPOINT', TOKEN, {
        about: 'where',
        example: 'https://acme.example',
        inboxPath: '/acme',
      }),
      optional('domain', 'ACME_DOMAIN', TOKEN, { about: 'which', example: 'acme' }),
    ],
    alternatives: [[['endpoint'], ['domain']]],
  };
  const facts: ProviderFacts = {
    catalog: [...CATALOG, acme],
    accounts: new Map([...FACTS.accounts, ['acme', { ACME_API_KEY: 'made-up-key' }]]),
    testedVersions: { ...FACTS.testedVersions, 'acme-sdk': '1.2.3' },
  };

  it('is offered with what its package tells, once the inbox plays it', () => {
    expect(providersOf(facts).at(-1)).toEqual({
      name: 'acme',
      title: 'Acme Messages',
      adapter: '@countersign/otp-acme',
      libraries: { 'acme-sdk': '^1.2.3' },
      account: { ACME_API_KEY: 'made-up-key' },
      later: { ACME_ENDPOINT: 'https://acme.example' },
    });
  });

  it('is not offered before: its app could not run', () => {
    expect(providersOf({ ...facts, accounts: FACTS.accounts })).toEqual(providersOf(FACTS));
  });

  it('has a library that is tested here', () => {
    expect(() => providersOf({ ...facts, testedVersions: {} })).toThrow('package.json of the root has no');
  });
});
