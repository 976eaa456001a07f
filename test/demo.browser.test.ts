/** The demo, as a newcomer meets it: the real apps, the real inbox, a real browser, messages over real HTTP. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPS, type ExampleApp, runApp, startApp } from './apps/example-app.ts';
import { codeFromInbox, wrongCode } from './apps/verification-client.ts';
import { launchBrowser, openPage } from './page/browser.ts';

const TYPED = '+1 (415) 555-0199';
const NUMBER = '+14155550199';

const demos = new Map<string, ExampleApp>();
let browser: Browser;

beforeAll(async () => {
  const launching = launchBrowser();
  for (const app of APPS) demos.set(app, await startApp(app, { OTP_COOLDOWN_SECONDS: '3' }));
  browser = await launching;
}, 60_000);

afterAll(async () => {
  await Promise.all([browser?.close(), ...[...demos.values()].map((demo) => demo.end('SIGKILL'))]);
});

function demoOf(app: string): ExampleApp {
  const demo = demos.get(app);
  if (demo === undefined) throw new Error(`${app} was not started`);
  return demo;
}

/** The commands of the demo's own words, as a person would paste them. */
async function paste(demo: ExampleApp): Promise<string> {
  const lines = demo
    .output()
    .split('\n')
    .filter((line) => line.includes('curl -s'));
  expect(lines).toHaveLength(2);
  const { stdout } = await promisify(execFile)('bash', ['-c', lines.join('\n')]);
  return stdout;
}

describe('the page', () => {
  // Side by side, since most of the time is the wait before a code may be sent again.
  it.concurrent.each(APPS)(
    'of %s takes a person from a number to verified: wrong code, resend, right code',
    async (app) => {
      const demo = demoOf(app);
      const { page, problems } = await openPage(browser);
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
      const code = await codeFromInbox(demo, NUMBER);
      expect(await inbox.content()).toContain(code);

      const input = page.getByLabel('Code', { exact: true });
      expect(await input.getAttribute('inputmode')).toBe('numeric');
      expect(await input.getAttribute('autocomplete')).toBe('one-time-code');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('code');

      // Disabled, with its countdown, until it may.
      const again = page.getByRole('button', { name: 'Send again' });
      expect(await again.isDisabled()).toBe(true);
      expect(await again.textContent()).toMatch(/0:0[123]$/);

      // The last digit submits.
      await input.pressSequentially(wrongCode(code));
      await page.getByText('That is not the code. Tries left: 4.').waitFor();

      await again.click();
      await page.getByText('The code was sent again.').waitFor({ state: 'attached' });
      expect(await codeFromInbox(demo, NUMBER)).toBe(code);

      await input.fill(`Your code is ${code.slice(0, 3)}-${code.slice(3)}. It expires in 10 minutes.`);
      await page.getByRole('heading', { name: 'Verified' }).waitFor();
      await page.getByText('+1 415 555 0199').waitFor();
      expect(problems).toEqual([]);
    },
  );
});

describe.each(APPS)('the demo of apps/%s', (app) => {
  let demo: ExampleApp;
  beforeAll(() => {
    demo = demoOf(app);
  });

  it('logs neither number nor code', async () => {
    const code = await codeFromInbox(demo, NUMBER);
    expect(demo.output()).toContain('"type":"code-verified"');
    expect(demo.output()).not.toContain(NUMBER.slice(1));
    expect(demo.output()).not.toContain(code);
  });

  it('prints for each provider what points an app at its inbox', () => {
    const output = demo.output();
    expect(output).toMatch(/OTP_PROVIDER=twilio-verify TWILIO_BASE_URL=http:\/\/localhost:\d+\n/);
    expect(output).toMatch(/OTP_PROVIDER=telnyx TELNYX_BASE_URL=http:\/\/localhost:\d+\/v2\n/);
    expect(output).toMatch(/OTP_PROVIDER=sns AWS_ENDPOINT_URL_SNS=http:\/\/localhost:\d+\n/);
  });

  it('prints two lines for a shell that end in a verified number', async () => {
    expect(JSON.parse(await paste(demo))).toEqual({ verified: true, phoneNumber: '+14155550123', purpose: 'default' });
  });

  it.each(['PORT', 'INBOX_PORT'])('says in one line that a port is taken and %s moves it', async (name) => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo;
    const { code, stdout, stderr } = await runApp(app, { [name]: String(port) });
    blocker.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(String(port));
    expect(stderr).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it('ends on Ctrl-C, with page and inbox, though a browser still shows them', async () => {
    expect(await demo.end('SIGINT')).toBe(0);
    await expect(fetch(demo.pageUrl)).rejects.toThrow();
    await expect(fetch(demo.inboxUrl)).rejects.toThrow();
  });
});
