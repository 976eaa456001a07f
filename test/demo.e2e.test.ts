/** The demo, as a newcomer meets it: the real app, the real inbox, a real browser, messages over real HTTP. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const APP = new URL('../apps/express/src/server.ts', import.meta.url).pathname;
const TYPED = '+1 (415) 555-0199';
const NUMBER = '+14155550199';

interface Demo {
  readonly child: ChildProcess;
  readonly pageUrl: string;
  readonly inboxUrl: string;
  output(): string;
}

async function startDemo(env: Record<string, string> = {}): Promise<Demo> {
  const child = spawn(process.execPath, [APP], { env: { ...process.env, PORT: '0', INBOX_PORT: '0', ...env } });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  await waitUntil(() => output.includes('Ctrl-C') || child.exitCode !== null);
  const pageUrl = /Page\s+(\S+)/.exec(output)?.[1];
  const inboxUrl = /Inbox\s+(\S+)/.exec(output)?.[1];
  if (pageUrl === undefined || inboxUrl === undefined) throw new Error(`the demo did not start: ${output}`);
  return { child, pageUrl, inboxUrl, output: () => output };
}

async function waitUntil(isTrue: () => boolean): Promise<void> {
  for (const endMs = Date.now() + 10_000; !isTrue(); ) {
    if (Date.now() > endMs) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function exitCodeOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.once('exit', resolve);
  });
}

/** The commands of the demo's own words, as a person would paste them. */
async function paste(demo: Demo): Promise<string> {
  const lines = demo
    .output()
    .split('\n')
    .filter((line) => line.includes('curl -s'));
  expect(lines).toHaveLength(2);
  const { stdout } = await promisify(execFile)('bash', ['-c', lines.join('\n')]);
  return stdout;
}

describe('the demo in a browser', () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    demo = await startDemo({ OTP_COOLDOWN_SECONDS: '2' });
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 4')) problems.push(message.text());
    });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    demo?.child.kill('SIGINT');
    expect(await exitCodeOf(demo.child)).toBe(0);
  });

  it('takes a person from a number to verified: send, wrong code, resend, right code', async () => {
    await page.goto(demo.pageUrl);
    const inbox = await browser.newPage();
    await inbox.goto(demo.inboxUrl);

    await page.getByLabel('Phone number').fill('12345');
    await page.getByRole('button', { name: 'Send code' }).click();
    await page.getByText('That is not a phone number.').waitFor();

    await page.getByLabel('Phone number').fill(TYPED);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    await inbox.getByText('Your Countersign demo code is').first().waitFor({ timeout: 1_000 });
    const code = await codeFromInbox(demo);
    expect(await inbox.content()).toContain(code);

    const input = page.getByLabel('Code', { exact: true });
    expect(await input.getAttribute('inputmode')).toBe('numeric');
    expect(await input.getAttribute('autocomplete')).toBe('one-time-code');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('code');

    await page.getByRole('button', { name: /Send again/ }).click();
    await page.getByText(/You can send again in [12] second/).waitFor();

    await input.fill(code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10));
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('That is not the code. 4 tries left.').waitFor();

    await page.getByRole('button', { name: 'Send again', exact: true }).click();
    await page.getByText('The code was sent again.').waitFor({ state: 'attached' });
    expect(await codeFromInbox(demo)).toBe(code);

    await input.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Verified' }).waitFor();
    await page.getByText(NUMBER).waitFor();
    expect(problems).toEqual([]);
  });

  it('logs neither number nor code', async () => {
    const code = await codeFromInbox(demo);
    expect(demo.output()).toContain('"type":"code-verified"');
    expect(demo.output()).not.toContain(NUMBER.slice(1));
    expect(demo.output()).not.toContain(code);
  });
});

async function codeFromInbox(demo: Demo): Promise<string> {
  const response = await fetch(`${demo.inboxUrl}/api/v1/code?to=${encodeURIComponent(NUMBER)}&wait=2s`);
  const { code } = (await response.json()) as { code: string };
  return code;
}

describe('the demo in a shell', () => {
  it('prints two lines that end in a verified number, and ends on Ctrl-C', async () => {
    const demo = await startDemo();
    expect(JSON.parse(await paste(demo))).toEqual({ verified: true, phoneNumber: '+14155550123', purpose: 'default' });
    demo.child.kill('SIGINT');
    expect(await exitCodeOf(demo.child)).toBe(0);
    await expect(fetch(demo.pageUrl)).rejects.toThrow();
    await expect(fetch(demo.inboxUrl)).rejects.toThrow();
  });

  it.each(['PORT', 'INBOX_PORT'])('says in one line that a port is taken and %s moves it', async (name) => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo;
    const env = { ...process.env, PORT: '0', INBOX_PORT: '0', [name]: String(port) };
    const failure = await promisify(execFile)(process.execPath, [APP], { env }).catch((error: unknown) => error);
    blocker.close();
    expect(failure).toMatchObject({ code: 1, stdout: '' });
    const { stderr } = failure as { stderr: string };
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(String(port));
    expect(stderr).toContain(name);
  });

  it('names a setting that makes no sense, in one line', async () => {
    for (const env of [
      { PORT: 'http' },
      { OTP_SECRET: 'too short' },
      { OTP_LENGTH: '3' },
      { SMS_ENDPOINT: 'ftp://example.com' },
    ]) {
      const all = { ...process.env, PORT: '0', INBOX_PORT: '0', ...env };
      const failure = await promisify(execFile)(process.execPath, [APP], { env: all }).catch((error: unknown) => error);
      const { stderr, code } = failure as { stderr: string; code: number };
      expect(code).toBe(1);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).not.toContain('too short');
    }
  });
});
