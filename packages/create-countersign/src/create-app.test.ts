import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FRAMEWORKS } from './choices/frameworks.ts';
import { PROVIDERS } from './choices/providers.ts';
import { createApp } from './create-app.ts';
import type { CreateOptions } from './create-options.ts';
import { packageName } from './files/package-name.ts';
import { VERSION } from './version.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'create-countersign-'));
  folder = join(parent, 'My App!');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

/** As somebody would write it whose compiler says nothing. */
const unchecked = (options: Readonly<Record<string, unknown>>): CreateOptions =>
  ({ folder, ...options }) as CreateOptions;

describe('createApp', () => {
  it('writes an app for Express in TypeScript, against the inbox, unless told otherwise', () => {
    const result = createApp({ folder });
    expect(result).toMatchObject({ ok: true, folder });
    expect(result.ok && result.files).toEqual([
      '.env',
      '.env.example',
      '.gitignore',
      'README.md',
      'dev.mjs',
      'package.json',
      'public/index.html',
      'src/app.test.ts',
      'src/app.ts',
      'src/listen.ts',
      'src/otp.ts',
      'src/page.ts',
      'src/server.ts',
      'tsconfig.json',
    ]);
    expect(JSON.parse(read('package.json'))).toMatchObject({
      name: 'my-app',
      dependencies: { '@countersign/otp-core': `^${VERSION}`, express: expect.any(String) },
    });
    expect(parseEnv(read('.env'))).toMatchObject({ OTP_PROVIDER: 'inbox', OTP_STORE: 'memory:' });
  });

  it('gives each app a secret of its own, which only its owner may read and git ignores', () => {
    const other = join(parent, 'other');
    createApp({ folder });
    createApp({ folder: other });
    const secrets = [folder, other].map((each) => parseEnv(readFileSync(join(each, '.env'), 'utf8')).OTP_SECRET ?? '');
    expect(new Set(secrets).size).toBe(2);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(statSync(join(folder, '.env')).mode & 0o077).toBe(0);
    expect(read('.gitignore').split('\n')).toContain('.env');
    expect(parseEnv(read('.env.example')).OTP_SECRET).toBe('');
  });

  it.each(PROVIDERS)('leaves no word of a README open, for $name', ({ name }) => {
    expect(createApp({ folder, provider: name, store: 'redis' })).toMatchObject({ ok: true });
    expect(read('README.md')).not.toMatch(/\{\{|\}\}|undefined/);
  });

  it.each(FRAMEWORKS)('writes an app for $name in each of its languages, and says so of the others', (framework) => {
    for (const language of ['typescript', 'javascript', 'commonjs'] as const) {
      const result = createApp({ folder: join(parent, language), framework: framework.name, language });
      if (framework.languages.includes(language)) expect(result).toMatchObject({ ok: true });
      else expect(result).toMatchObject({ ok: false, reason: 'unsupported-combination' });
      expect(existsSync(join(parent, language))).toBe(result.ok);
    }
  });

  it('refuses a folder that has anything in it, and leaves it as it was', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(createApp({ folder })).toMatchObject({ ok: false, reason: 'folder-not-empty' });
    expect(read('notes.txt')).toBe('mine');
    expect(existsSync(join(folder, 'package.json'))).toBe(false);
  });

  it.each([undefined, '', 7, 'a\0b'])('refuses %j as a folder', (name) => {
    expect(createApp(unchecked({ folder: name }))).toMatchObject({ ok: false });
  });

  it.each(['node_modules', 'node_modules/my-app', 'node_modules/@scope/deep/app'])('refuses %s', (path) => {
    const result = createApp({ folder: join(parent, path), language: 'javascript' });
    expect(result).toMatchObject({ ok: false, reason: 'unusable-folder' });
    expect(existsSync(join(parent, 'node_modules'))).toBe(false);
  });

  it.each([
    'favicon.ico',
    '_drafts',
    '.hidden',
    'Node_Modules',
    '@scope',
    'A'.repeat(255),
    'ÄÖÜ',
    'http',
    "it's (mine)~*",
  ])('gives the app in %s a name that npm takes, and the same in every file', (name) => {
    folder = join(parent, name);
    expect(createApp({ folder })).toMatchObject({ ok: true });
    const manifest = JSON.parse(read('package.json')) as { name: string };
    expect(manifest.name).toBe(packageName(name));
    expect(parseEnv(read('.env')).OTP_APP_NAME).toBe(manifest.name);
    expect(read('README.md')).toMatch(new RegExp(`^# ${manifest.name}$`, 'm'));
  });

  it('takes a folder that has a repository and nothing else', () => {
    mkdirSync(join(folder, '.git'), { recursive: true });
    expect(createApp({ folder })).toMatchObject({ ok: true });
  });

  it('refuses a path that is a file, or leads through one', () => {
    writeFileSync(folder, 'mine');
    for (const path of [folder, join(folder, 'below')]) {
      expect(createApp({ folder: path })).toMatchObject({ ok: false, reason: 'not-a-folder' });
    }
    expect(readFileSync(folder, 'utf8')).toBe('mine');
  });

  it('does not write through a link that leads nowhere yet', () => {
    symlinkSync(join(parent, 'elsewhere'), folder);
    expect(createApp({ folder })).toMatchObject({ ok: false });
    expect(existsSync(join(parent, 'elsewhere'))).toBe(false);
  });

  it.each([
    [{ framework: 'expres' }, 'Did you mean express?'],
    [{ framework: 'Nest' }, 'Did you mean nestjs?'],
    [{ provider: 'twillio' }, 'Did you mean twilio?'],
    [{ store: 'postgress' }, 'Did you mean postgres?'],
    [{ language: 'typscript' }, 'Did you mean typescript?'],
    [{ store: 'constructor' }, 'Known are memory, redis, postgres, pglite.'],
    [{ provider: 7 }, 'Known are inbox,'],
    [{ framework: null }, 'Known are express,'],
  ])('refuses %j', (options, hint) => {
    const result = createApp(unchecked(options));
    expect(result).toMatchObject({ ok: false, reason: 'unknown-value', message: expect.stringContaining(hint) });
    expect(existsSync(folder)).toBe(false);
  });

  describe('packages', () => {
    const tarball = (name: string): string => join(parent, 'packed', `countersign-${name}-1.2.3.tgz`);
    const needed = ['otp-config', 'otp-core', 'otp-web', 'otp-http-gateway', 'otp-inbox'];
    beforeEach(() => mkdirSync(join(parent, 'packed')));

    it('installs the tarballs of a folder, those that others need among them', () => {
      for (const name of [...needed, 'otp-provider-utils']) writeFileSync(tarball(name), '');
      expect(createApp({ folder, packages: join(parent, 'packed') })).toMatchObject({ ok: true });
      expect(JSON.parse(read('package.json'))).toMatchObject({
        dependencies: { '@countersign/otp-core': 'file:../packed/countersign-otp-core-1.2.3.tgz' },
        devDependencies: { '@countersign/otp-inbox': 'file:../packed/countersign-otp-inbox-1.2.3.tgz' },
        overrides: { '@countersign/otp-provider-utils': 'file:../packed/countersign-otp-provider-utils-1.2.3.tgz' },
      });
    });

    it('says which tarball is missing, and whether there is such a folder', () => {
      for (const name of needed.slice(1)) writeFileSync(tarball(name), '');
      expect(createApp({ folder, packages: join(parent, 'packed') })).toMatchObject({
        ok: false,
        reason: 'missing-tarball',
        message: expect.stringContaining('none of @countersign/otp-config.'),
      });
      expect(createApp({ folder, packages: join(parent, 'nowhere') })).toMatchObject({
        ok: false,
        reason: 'missing-tarball',
      });
      expect(createApp(unchecked({ packages: 7 }))).toMatchObject({ ok: false, reason: 'missing-tarball' });
      expect(existsSync(folder)).toBe(false);
    });
  });
});
