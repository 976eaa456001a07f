import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CreateOptions } from './create-options.ts';
import { type CliContext, runCli } from './run-cli.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'create-countersign-'));
  folder = join(parent, 'my-app');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

async function run(words: readonly string[], context: Partial<CliContext> = {}) {
  const printed: string[] = [];
  const errors: string[] = [];
  const exitCode = await runCli({
    words,
    version: '1.2.3',
    packageManager: 'npm',
    ask: null,
    print: (text) => printed.push(text),
    printError: (text) => errors.push(text),
    ...context,
  });
  return { exitCode, printed: printed.join('\n'), errors: errors.join('\n') };
}

describe('create-countersign', () => {
  it('writes an app and says what to do next', async () => {
    const { exitCode, printed, errors } = await run([folder, '--framework', 'hono', '--provider=twilio', '--yes']);
    expect([exitCode, errors]).toEqual([0, '']);
    expect(printed).toMatch(
      /^Wrote \d+ files to .*my-app\. Next:\n\n {2}cd .*my-app\n {2}npm install\n {2}npm run dev\n/,
    );
    expect(readFileSync(join(folder, 'src/otp.ts'), 'utf8')).toContain('fromHonoConnInfo');
    expect(readFileSync(join(folder, '.env'), 'utf8')).toMatch(/^OTP_PROVIDER=twilio$/m);
  });

  it('quotes a folder that a shell would read as several', async () => {
    const { printed } = await run([`${folder} two`, '--yes']);
    expect(printed).toMatch(/\n {2}cd ".*my-app two"\n/);
  });

  it('speaks of the package manager that it was started by', async () => {
    const { printed } = await run([folder, '--yes'], { packageManager: 'pnpm' });
    expect(printed).toContain('  pnpm install\n  pnpm dev\n');
  });

  it('needs no --yes where every option is there', async () => {
    const options = ['--framework=koa', '--provider=inbox', '--store=memory', '--language=commonjs'];
    expect(await run([folder, ...options])).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(folder, 'src/app.js'))).toBe(true);
  });

  it('asks for what is left out, and passes on what is there', async () => {
    const asked: unknown[] = [];
    const ask = async (words: object): Promise<CreateOptions> => {
      asked.push(words);
      return { folder, framework: 'fastify' };
    };
    expect(await run(['--store', 'redis'], { ask })).toMatchObject({ exitCode: 0 });
    expect(asked).toEqual([{ store: 'redis' }]);
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toContain('"fastify"');
  });

  it('writes nothing where somebody gives up', async () => {
    const { exitCode, errors } = await run([], { ask: async () => null });
    expect([exitCode, errors]).toEqual([130, 'Nothing was written.']);
  });

  it('ends with 1 where the folder is not empty', async () => {
    await run([folder, '--yes']);
    const { exitCode, errors } = await run([folder, '--yes']);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^create-countersign wrote no app\. The folder has files in it\./);
  });

  it('ends with 1 in node_modules, where no app can live', async () => {
    const { exitCode, errors } = await run([join(parent, 'node_modules'), '--yes']);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(
      /^create-countersign wrote no app\. No app can live in node_modules: .* Name another folder\.$/,
    );
  });

  it.each([
    [[], 'cannot ask'],
    [['--yes'], 'name a folder'],
    [['my-app'], 'cannot ask'],
    [['one', 'two', '--yes'], 'takes one folder'],
    [['my-app', '--framwork', 'hono'], 'did you mean --framework?'],
    [['my-app', '--framework'], 'needs a value for --framework'],
    [['my-app', '--yes=no'], 'takes no value for --yes'],
    [['my-app', '--yes', '--framework', 'hapi'], 'That framework is not known.'],
    [['my-app', '--yes', '--framework', 'nestjs', '--language', 'commonjs'], 'Choose the language typescript.'],
    [['my-app', '--yes', '--packages', '/nowhere'], 'cannot be read'],
  ])('ends %j with 2 and says why', async (words, expected) => {
    const { exitCode, printed, errors } = await run(words);
    expect([exitCode, printed]).toEqual([2, '']);
    expect(errors).toContain(expected);
    expect(existsSync('my-app')).toBe(false);
  });

  it('repeats nothing that was typed, as it may be a secret in the wrong place', async () => {
    const secret = 'hunter2-hunter2';
    for (const words of [[folder, '--yes', '--store', secret], [`--${secret}`], [`--yes=${secret}`], ['a', secret]]) {
      const { errors } = await run(words);
      expect(errors).not.toContain(secret);
    }
  });

  it('has a help with every option and exit code, and a version', async () => {
    const { exitCode, printed } = await run(['--help']);
    expect(exitCode).toBe(0);
    for (const word of ['--framework', '--provider', '--store', '--language', '--packages', '--yes', '130']) {
      expect(printed).toContain(word);
    }
    expect(printed.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(await run(['--version'])).toMatchObject({ exitCode: 0, printed: '1.2.3' });
  });
});
