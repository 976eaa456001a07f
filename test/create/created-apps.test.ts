/**
 * One app a framework, written, built and tested as its owner would: `npm run build`, `npm test`. Between them they have every
 * language, every provider but one, and every store. All combinations: `npm run test:create`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CreateOptions } from 'create-countersign';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createInstalledApp } from '../support/created-app.ts';

type Combination = Required<Omit<CreateOptions, 'folder' | 'packages'>>;

const COMBINATIONS: readonly Combination[] = [
  { framework: 'express', language: 'typescript', provider: 'twilio', store: 'memory' },
  { framework: 'hono', language: 'javascript', provider: 'telnyx-verify', store: 'redis' },
  { framework: 'fastify', language: 'commonjs', provider: 'sns', store: 'postgres' },
  { framework: 'nestjs', language: 'typescript', provider: 'sinch', store: 'pglite' },
  { framework: 'koa', language: 'commonjs', provider: 'http-gateway', store: 'memory' },
  { framework: 'next', language: 'typescript', provider: 'twilio-verify', store: 'memory' },
  { framework: 'node-http', language: 'typescript', provider: 'sinch-sms', store: 'redis' },
];

/** Next and React weigh 150 MB and are not in the workspace: its pages are built by `npm run test:create`. */
const NOT_HERE = ['next', 'react', 'react-dom', '@types/react', '@types/react-dom'];

describe('an app that create-countersign has written', () => {
  it.each(COMBINATIONS)(
    'for $framework in $language, with $provider and $store, is built and passes its own test',
    async (combination) => {
      const app = createInstalledApp(combination, NOT_HERE);
      onTestFinished(() => app.remove());
      const { build, test = '' } = app.manifest.scripts ?? {};
      // Its test builds it where it has to, and Next is not here.
      if (build === 'tsc' && !test.includes('tsc')) {
        expect(await app.run('build')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
      }
      // PGlite needs no server: with it the test uses the store that was chosen.
      const environment = combination.store === 'pglite' ? { OTP_STORE: 'pglite:./data' } : {};
      const run = await app.run('test', environment);
      expect(run.stdout).toMatch(/^ℹ fail 0$/m);
      expect(run).toMatchObject({ exitCode: 0 });
    },
    60_000,
  );
});

describe('its server', () => {
  it('says where it is, serves its page, and ends when it is told to', async () => {
    const app = createInstalledApp({ framework: 'node-http', language: 'commonjs' });
    onTestFinished(() => app.remove());
    const server = spawn(process.execPath, ['--env-file=.env', 'src/server.js'], {
      cwd: app.folder,
      env: { PATH: process.env.PATH, PORT: '0' },
    });
    onTestFinished(() => void server.kill('SIGKILL'));
    const [words] = await once(server.stdout, 'data');
    const url = /http:\/\/localhost:\d+/.exec(String(words))?.[0] ?? '';
    expect(await (await fetch(url)).text()).toContain('Verify a phone number');
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
