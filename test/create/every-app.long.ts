/**
 * Every app that `create-countersign` can write, from tarballs. For each framework and language one is installed by npm,
 * built, tested and served. Its sources are the same whatever the settings say, so that for each provider with each store its
 * own test is run again, against a real server where the store needs one.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInbox, randomTestPhone } from '@countersign/otp-inbox';
import { startPostgres } from '@countersign/test-servers/postgres';
import { startRedis } from '@countersign/test-servers/redis';
import { CHOICES, createApp, type ProviderName, type StoreName } from 'create-countersign';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PACKED } from '../../scripts/pack-all.mjs';
import { type CreatedApp, createAppOfTarballs, npmInstall } from '../support/created-app.ts';
import type { ProgramRun } from '../support/run-program.ts';

/** All, unless `--framework` names some. */
const wanted = (process.env.COUNTERSIGN_FRAMEWORKS ?? '').split(',').filter((name) => name !== '');
const APPS = CHOICES.framework
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  .flatMap(({ name: framework, languages }) => languages.map((language) => ({ framework, language })));
const SETTINGS = CHOICES.provider.flatMap(({ name: provider }) =>
  CHOICES.store.map(({ name: store }) => ({ provider, store })),
);

const inbox = createInbox({ port: 0 });
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-create-')));
const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
const database = new pg.Client({ connectionString: postgres.url });
const ADDRESSES: Readonly<Record<StoreName, string>> = {
  memory: 'memory:',
  redis: redis.url,
  postgres: postgres.url,
  pglite: 'pglite:./data',
};

beforeAll(async () => {
  await Promise.all([inbox.listen(), database.connect(), installLibraries()]);
});
afterAll(async () => {
  await database.end();
  await Promise.all([inbox.close(), redis.stop(), postgres.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** What providers and stores need beside the packages of the app that was installed. */
async function installLibraries(): Promise<void> {
  const ours = readdirSync(PACKED).filter((file) => file.startsWith('countersign-'));
  const libraries = [...CHOICES.provider, ...CHOICES.store].flatMap(({ libraries }) => Object.entries(libraries));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  await npmInstall(folder, [
    ...ours.map((file) => join(PACKED, file)),
    ...new Set(libraries.map(([name, range]) => `${name}@${range}`)),
  ]);
}

function expectSuccess({ exitCode, stdout, stderr }: ProgramRun): void {
  expect(exitCode, `${stdout}${stderr}`.slice(-4_000)).toBe(0);
}

describe.each(APPS)('$framework in $language', (choice) => {
  let app: CreatedApp;
  beforeAll(async () => {
    app = await createAppOfTarballs({ ...choice, packages: PACKED });
  });
  afterAll(() => app?.remove());
  // Limits per address count what the app before has asked for.
  beforeEach(async () => {
    await Promise.all([redis.admin.flushall(), database.query('drop schema public cascade; create schema public')]);
  });

  it('is built, tested and served as its README says', async () => {
    if (app.manifest.scripts?.build !== undefined) expectSuccess(await app.run('build'));
    expectSuccess(await app.run('test'));
    const { url, end } = await app.start({ OTP_INBOX_URL: inbox.url });
    try {
      expect(await (await fetch(url)).text()).toContain('Verify a phone number');
      const phoneNumber = randomTestPhone();
      const { challenge } = await post(`${url}/otp/verifications`, { phoneNumber });
      const code = await inbox.waitForCode({ to: phoneNumber });
      expect(await post(`${url}/otp/verifications/check`, { challenge, code })).toMatchObject({ verified: true });
    } finally {
      await end();
    }
  });

  it.each(SETTINGS)('passes its test with $provider and $store', async ({ provider, store }) => {
    changeSettings(app, { ...choice, provider, store });
    expectSuccess(await app.run('test', { OTP_STORE: ADDRESSES[store] }));
  });
});

async function post(url: string, body: object): Promise<{ readonly challenge?: string }> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
  return answer.json();
}

/** The app becomes what it would be with other settings: those, and the packages that they ask for. */
function changeSettings(app: CreatedApp, chosen: (typeof APPS)[number] & { provider: ProviderName; store: StoreName }) {
  const other = join(folder, 'other');
  rmSync(other, { recursive: true, force: true });
  expect(createApp({ ...chosen, folder: other, packages: PACKED })).toMatchObject({ ok: true });
  for (const path of ['src', 'app', 'otp.ts', 'otp.js']) {
    expect(textsOf(join(other, path)), path).toEqual(textsOf(join(app.folder, path)));
  }
  const { dependencies } = JSON.parse(readFileSync(join(other, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) add(name, join(app.folder, 'node_modules'));
  cpSync(join(other, '.env.example'), join(app.folder, '.env.example'));
}

/** Ours as a copy, so that it finds what is beside it, as npm would have it. */
function add(name: string, modules: string): void {
  const [from, to] = [join(folder, 'node_modules', name), join(modules, name)];
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  if (name.startsWith('@countersign/')) cpSync(from, to, { recursive: true });
  else symlinkSync(from, to, 'dir');
}

/** Of a file or of a folder, by their paths; of what is not there, none. */
function textsOf(path: string): Readonly<Record<string, string>> {
  if (!existsSync(path)) return {};
  if (statSync(path).isFile()) return { '': readFileSync(path, 'utf8') };
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file.slice(path.length), readFileSync(file, 'utf8')]));
}
