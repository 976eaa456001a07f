/** The errors are those of Node's own loaders, in a folder of packages that this test writes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainUnloadedPackage } from './explain-unloaded-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'unloaded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES: Readonly<Record<string, string>> = {
  'app.cjs': 'exports.load = (name) => import(name);',
  'node_modules/whole/package.json': '{ "name": "whole", "main": "index.js" }',
  'node_modules/whole/index.js': "require('part');",
  'node_modules/modern/package.json': '{ "name": "modern", "type": "module", "exports": "./index.js" }',
  'node_modules/modern/index.js': "import '@scope/part';",
  'node_modules/picky/package.json': '{ "name": "picky", "main": "index.js" }',
  'node_modules/picky/index.js': "throw new Error('picky needs Node 40.\\nand a good mood');",
  'node_modules/hollow/package.json': '{ "name": "hollow", "exports": "./dist/index.js" }',
  'node_modules/closed/package.json': '{ "name": "closed", "exports": { "./other": "./other.js" } }',
};

beforeAll(() => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

/** What Node says of it, by either loader. */
async function errorsOf(name: string): Promise<readonly unknown[]> {
  const app = join(folder, 'app.cjs');
  const require = createRequire(app);
  const { load } = require(app) as { load: (name: string) => Promise<unknown> };
  const required = (async () => require(name))();
  const settled = await Promise.allSettled([load(name), required]);
  return settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
}

describe('explainUnloadedPackage', () => {
  it.each(['absent', '@scope/absent'])('names the line that installs %s, which is missing', async (name) => {
    const errors = await errorsOf(name);
    expect(errors).toHaveLength(2);
    for (const error of errors) {
      expect(explainUnloadedPackage(error, name, `${name}@7`)).toBe(
        `The package ${name} is not installed: npm install ${name}@7`,
      );
    }
  });

  it.each([
    ['whole', /^The package whole could not be loaded: Cannot find module 'part'/],
    ['modern', /^The package modern could not be loaded: Cannot find package '@scope\/part'/],
    ['picky', /^The package picky could not be loaded: picky needs Node 40\.$/],
    ['hollow', /^The package hollow could not be loaded: Cannot find module /],
    ['closed', /^The package closed could not be loaded: No "exports" main defined/],
  ])('has the loader’s own words of %s, which is there and does not load', async (name, words) => {
    const errors = await errorsOf(name);
    expect(errors).toHaveLength(2);
    for (const error of errors) {
      expect(explainUnloadedPackage(error, name)).toMatch(words);
      expect(explainUnloadedPackage(error, name)).not.toMatch(/npm install|\n/);
    }
  });

  it('finds what a loader around the loader has wrapped', () => {
    const cause = Object.assign(new Error("Cannot find package 'twilio' imported from /srv/app.js"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    const wrapped = new Error('Could not be mocked.', { cause });
    expect(explainUnloadedPackage(wrapped, 'twilio')).toContain('npm install twilio');
  });

  it.each([undefined, null, 'no', {}, { message: 7, cause: null }])('makes a sentence of %j too', (error) => {
    expect(explainUnloadedPackage(error, 'twilio')).toBe('The package twilio could not be loaded: no reason was given');
  });

  it('is one short line, whatever was thrown', () => {
    const error = new Error('x'.repeat(10_000));
    expect(explainUnloadedPackage(error, 'twilio').length).toBeLessThan(300);
  });
});
