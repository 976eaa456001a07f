import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../init/app-framework.ts';
import { runCli } from './run-cli.ts';

const TEMPLATES = join(import.meta.dirname, '../../../create-countersign/templates');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otp-config-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeApp(files: Readonly<Record<string, string | object>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

async function init(...words: readonly string[]) {
  const printed: string[] = [];
  const errors: string[] = [];
  const exitCode = await runCli({
    words: ['init', ...words],
    environment: {},
    nowMs: 0,
    folder,
    version: '1.2.3',
    isInstalled: () => true,
    print: (text) => printed.push(text),
    printError: (text) => errors.push(text),
  });
  return { exitCode, printed: printed.join('\n'), errors: errors.join('\n') };
}

/** Every file below the folder and what is in it. */
function snapshot(): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

describe('otp-config init', () => {
  it('adds new files to an app, touches no other, and says what to paste', async () => {
    writeApp({
      'package.json': { name: 'shop', dependencies: { express: '^5' }, devDependencies: { typescript: '^6' } },
      'src/server.ts': 'listen();',
    });
    const before = snapshot();
    const { exitCode, printed } = await init();
    expect(exitCode).toBe(0);
    const after = snapshot();
    for (const [path, content] of before) expect(after.get(path)).toBe(content);
    expect([...after.keys()].filter((path) => !before.has(path)).sort()).toEqual(['.env.otp.example', 'src/otp.ts']);
    expect(after.get('src/otp.ts')).toContain('createOtpRouter');
    expect(parseEnv(after.get('.env.otp.example') ?? '')).toMatchObject({
      OTP_PROVIDER: 'inbox',
      OTP_APP_NAME: 'shop',
      OTP_SECRET: '',
    });
    expect(printed).toContain("app.use('/otp', otp.router);");
    expect(printed).toContain('before express.json()');
    expect(printed).toContain('npm install @countersign/otp-config @countersign/otp-core');
  });

  it.each([
    { manifest: { dependencies: { next: '1', react: '1' } }, files: [], expected: 'app/otp/[...path]/route.js' },
    {
      manifest: { dependencies: { '@nestjs/core': '1', express: '1' } },
      files: ['tsconfig.json', 'src/main.ts'],
      expected: 'src/otp.ts',
    },
    { manifest: { dependencies: { fastify: '1' } }, files: [], expected: 'otp.js' },
    { manifest: { type: 'module', dependencies: { hono: '1' } }, files: ['src/index.js'], expected: 'src/otp.js' },
    { manifest: { dependencies: { koa: '1' } }, files: ['tsconfig.json'], expected: 'otp.ts' },
    { manifest: {}, files: [], expected: 'otp.js' },
  ])('finds what an app of $manifest with $files is made of', async ({ manifest, files, expected }) => {
    writeApp({ 'package.json': manifest, ...Object.fromEntries(files.map((path) => [path, '{}'])) });
    expect(await init()).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(folder, expected))).toBe(true);
  });

  it('takes the route of Next without an extension, as its compiler resolves it', async () => {
    writeApp({ 'package.json': { dependencies: { next: '1' } }, 'tsconfig.json': '{}', 'src/app/page.tsx': '' });
    expect(await init()).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(folder, 'src/app/otp/[...path]/route.ts'), 'utf8')).toContain("from '../../../otp';");
  });

  it('hooks into Fastify where Nest stands on it', async () => {
    writeApp({
      'package.json': { dependencies: { '@nestjs/core': '1', '@nestjs/platform-fastify': '1', typescript: '1' } },
    });
    const { printed } = await init();
    expect(printed).toContain("getInstance().addHook('onRequest', otp.onRequest);");
    expect(readFileSync(join(folder, 'otp.ts'), 'utf8')).toContain('onRequest');
  });

  it('writes for the provider that is named: its package, and its variables', async () => {
    writeApp({ 'package.json': { dependencies: { express: '1', twilio: '6' } } });
    const { printed } = await init('--provider', 'twilio');
    expect(printed).toMatch(/npm install .*@countersign\/otp-twilio\n/);
    expect(parseEnv(readFileSync(join(folder, '.env.otp.example'), 'utf8'))).toMatchObject({
      OTP_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: '',
      TWILIO_AUTH_TOKEN: '',
      TWILIO_PHONE_NUMBER: '',
    });
  });

  it('overwrites nothing, and writes nothing where it would have to', async () => {
    writeApp({ 'package.json': { dependencies: { express: '1' } }, '.env.otp.example': 'mine' });
    const before = snapshot();
    const { exitCode, errors } = await init();
    expect(exitCode).toBe(1);
    expect(errors).toContain('.env.otp.example is there already');
    expect(snapshot()).toEqual(before);
  });

  it('shows the files and writes none with --dry-run', async () => {
    writeApp({ 'package.json': { type: 'module', dependencies: { koa: '1' } } });
    const before = snapshot();
    const { exitCode, printed } = await init('--dry-run');
    expect(exitCode).toBe(0);
    expect(printed).toContain('--- otp.js\n');
    expect(printed).toMatch(/Nothing was written\.$/);
    expect(snapshot()).toEqual(before);
  });

  it('pastes what stands in an app that create-countersign makes, which is run', () => {
    for (const name of FRAMEWORK_NAMES) {
      const { mount, templates } = FRAMEWORKS[name];
      if (mount.length === 0 || name === 'nestjs-fastify') continue;
      const app = readFileSync(join(TEMPLATES, 'typescript', templates, 'src/app.ts'), 'utf8');
      for (const line of [...mount, 'const otp = await createOtp();', 'await otp.close();'])
        expect(app).toContain(line);
    }
  });

  it.each([
    [{}, [], 1, 'finds no package.json'],
    [{ 'package.json': '{ "name": ' }, [], 1, 'no JSON object'],
    [{ 'package.json': '[]' }, [], 1, 'no JSON object'],
    [{ 'package.json': { dependencies: { hono: '1', wrangler: '1' } } }, [], 1, 'runs on workers'],
    [{ 'package.json': {} }, ['--framework', 'expres'], 2, 'did you mean express?'],
    [{ 'package.json': {} }, ['--language', 'java'], 2, 'Known are typescript, javascript, commonjs'],
    [{ 'package.json': {} }, ['--provider', 'twillio'], 2, 'did you mean twilio?'],
    [{ 'package.json': {} }, ['--framework', 'nestjs', '--language', 'commonjs'], 2, 'choose another --language'],
    [{ 'package.json': {} }, ['--json'], 2, 'init takes no --json'],
  ])('refuses %j with %j by %i', async (files, words, exitCode, expected) => {
    writeApp(files);
    const before = snapshot();
    const refused = await init(...words);
    expect([refused.exitCode, refused.printed]).toEqual([exitCode, '']);
    expect(refused.errors).toContain(expected);
    expect(snapshot()).toEqual(before);
  });
});
