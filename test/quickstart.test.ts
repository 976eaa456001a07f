/** The quickstart, followed as it is written: its command, its two addresses, its program. */
import { type ChildProcess, spawn } from 'node:child_process';
import { until } from '@countersign/test-servers/until';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage } from './page/browser.ts';
import { codeBlocksIn } from './support/readme.ts';
import { FLAWLESS, tryPrograms } from './support/readme-programs.ts';
import { ROOT, readText } from './support/workspace.ts';

const PAGE = readText('apps/docs/pages/quickstart.md');
const TIME_LIMIT_MS = 120_000;

/** What stands under a step's heading. */
function stepOf(number: number): string {
  const step = PAGE.split(/^## /m).find((part) => part.startsWith(`${number}. `));
  if (step === undefined) throw new Error(`The quickstart has no step ${number}.`);
  return step;
}

let browser: Browser;
let demo: ChildProcess;
let printed = '';

beforeAll(async () => {
  const [command = ''] = codeBlocksIn(stepOf(1)).map(({ code }) => code);
  // Its usual ports may be taken by a demo that somebody is trying.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', INBOX_PORT: '0' };
  demo = spawn('bash', ['-c', command], { cwd: ROOT, env, detached: true });
  for (const stream of [demo.stdout, demo.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
  }
  browser = await launchBrowser();
  await until('the demo to start', () => printed.includes('Ctrl-C') || demo.exitCode !== null, TIME_LIMIT_MS);
}, TIME_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  if (demo?.pid !== undefined && demo.exitCode === null) process.kill(-demo.pid, 'SIGTERM');
});

describe('the quickstart', () => {
  it('shows in its first step the code of any number, in the page and in the inbox that it names', async () => {
    expect(stepOf(1)).toContain('<http://localhost:3000>');
    expect(stepOf(1)).toContain('<http://localhost:4025>');
    const { page, problems } = await openPage(browser);
    await page.goto(/Page\s+(\S+)/.exec(printed)?.[1] ?? '');
    await page.getByLabel('Phone number').fill('+1 415 555 0142');
    await page.getByRole('button', { name: 'Send code' }).click();
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();

    const inbox = await openPage(browser);
    await inbox.page.goto(/Inbox\s+(\S+)/.exec(printed)?.[1] ?? '');
    const text = await inbox.page.getByText('Your Countersign demo code is').first().textContent();
    await page.getByLabel('Code', { exact: true }).fill(/\d{6}/.exec(text ?? '')?.[0] ?? '');
    await page.getByRole('heading', { name: 'Verified' }).waitFor();
    expect([...problems, ...inbox.problems]).toEqual([]);
  });

  it(
    'calls the engine in its second step by a program that runs as it is',
    async () => {
      const programs = codeBlocksIn(stepOf(2)).map((block) => ({ ...block, id: 'quickstart' }));
      expect(programs).toHaveLength(1);
      expect((await tryPrograms(programs)).get('quickstart')).toEqual(FLAWLESS);
    },
    TIME_LIMIT_MS,
  );

  it('takes two steps before there is anything to choose', () => {
    expect(PAGE.match(/^## \d/gm)).toHaveLength(3);
    expect(codeBlocksIn(stepOf(3))).toEqual([]);
  });
});
