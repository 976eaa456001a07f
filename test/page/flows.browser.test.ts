/** The three flows against the real apps, at both sizes, by keyboard alone; and the tree that a screen reader gets. */

import { until } from '@countersign/test-servers/until';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPS, type ExampleApp, startApp } from '../apps/example-app.ts';
import { codeFromInbox } from '../apps/verification-client.ts';
import { launchBrowser, openPage, SIZES, type Size } from './browser.ts';

const apps = new Map<string, ExampleApp>();
let browser: Browser;

beforeAll(async () => {
  const launching = launchBrowser();
  for (const app of APPS) apps.set(app, await startApp(app, { OTP_COOLDOWN_SECONDS: '1' }));
  browser = await launching;
}, 60_000);

afterAll(async () => {
  await Promise.all([browser?.close(), ...[...apps.values()].map((app) => app.end('SIGKILL'))]);
});

function appOf(name: string): ExampleApp {
  const app = apps.get(name);
  if (app === undefined) throw new Error(`${name} was not started`);
  return app;
}

/** Tab until the focus is on it, as somebody without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === name) return;
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

const RUNS = APPS.flatMap((app) => (Object.keys(SIZES) as Size[]).map((size) => ({ app, size })));

/** One number a run: their limits are their own. */
const numberOf = (index: number) => `+1415555${String(120 + index).padStart(4, '0')}`;

describe('by keyboard alone', () => {
  it.each(RUNS.map((run, index) => ({ ...run, number: numberOf(index) })))(
    'apps/$app verifies, signs up, pays, signs out and in again, $size',
    async ({ app: name, size, number }) => {
      const app = appOf(name);
      const { page, problems } = await openPage(browser, { viewport: SIZES[size] });
      const type = (text: string) => page.keyboard.type(text);
      const press = (key: string) => page.keyboard.press(key);
      const heading = (title: string) => page.getByRole('heading', { name: title, level: 1 }).waitFor();
      let received = 0;
      /** A number that had a code a moment ago waits for its second, as the page says, and asks again. */
      const sendCode = async (wait: Locator) => {
        await press('Enter');
        await page.locator('#code:focus').or(wait).waitFor();
        if (await wait.isVisible()) await wait.press('Enter');
      };
      const typeCode = async () => {
        await page.locator('#code:focus').waitFor();
        received += 1;
        await expect.poll(() => countOf(app, number)).toBe(received);
        await type(await codeFromInbox(app, number));
      };

      await page.goto(app.pageUrl);
      await page.locator('#country:not([hidden])').waitFor();
      await page.locator('#number:focus').waitFor();
      await type(number);
      await sendCode(page.locator('#send:enabled').filter({ hasText: 'Send again' }));
      await typeCode();
      await heading('Verified');
      await tabTo(page, 'Start over');
      await press('Enter');
      await heading('Verify your phone');

      await page.goto(`${app.pageUrl}/#sign-in`);
      await page.reload();
      await heading('Sign in or sign up');
      await page.locator('#number:focus').waitFor();
      await type(number);
      await sendCode(page.locator('#send:enabled').filter({ hasText: 'Send again' }));
      await typeCode();
      await heading('Welcome');
      await page.reload();
      await heading('Welcome');

      await tabTo(page, 'Confirm a payment');
      await press('Enter');
      await heading('Confirm this payment');
      await tabTo(page, 'Send code');
      await sendCode(page.locator('#payment-send:enabled').filter({ hasText: 'Send again' }));
      await typeCode();
      await heading('Payment confirmed');

      await page.goto(`${app.pageUrl}/#sign-in`);
      await heading('Welcome');
      await tabTo(page, 'Sign out');
      await press('Enter');
      await heading('Sign in or sign up');
      await page.locator('#number:focus').waitFor();
      await page.locator('#number').selectText();
      await type(number);
      await sendCode(page.locator('#send:enabled').filter({ hasText: 'Send again' }));
      await typeCode();
      await heading('Signed in');
      expect(problems).toEqual([]);
      await page.context().close();
    },
    90_000,
  );
});

async function countOf(app: ExampleApp, number: string): Promise<number> {
  const response = await fetch(`${app.inboxUrl}/api/v1/messages?to=${encodeURIComponent(number)}`);
  return ((await response.json()) as { messages: unknown[] }).messages.length;
}

describe('a payment', () => {
  it.each(APPS)('of apps/%s needs a code for the number that is signed in', async (name) => {
    const { pageUrl, inboxUrl } = appOf(name);
    const post = (path: string, body: object | null, cookie = '') =>
      fetch(pageUrl + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: body === null ? null : JSON.stringify(body),
      });
    const prove = async (phoneNumber: string, purpose: string, cookie = '') => {
      const request = async () => {
        const response = await post('/otp/verifications', { phoneNumber, purpose });
        return (await response.json()) as { challenge: string; retryAt?: string };
      };
      const first = await request();
      const retryAtMs = Date.parse(first.retryAt ?? '');
      const isRefused = !Number.isNaN(retryAtMs);
      if (isRefused) await until('the cooldown to end', () => Date.now() >= retryAtMs);
      const { challenge } = isRefused ? await request() : first;
      const code = await codeFromInbox({ inboxUrl } as ExampleApp, phoneNumber);
      const checked = await post('/otp/verifications/check', { challenge, code, purpose }, cookie);
      expect(checked.status).toBe(200);
      return checked.headers.get('set-cookie');
    };
    const session = (await prove('+14155550151', 'sign-in')) ?? '';
    expect(session).toMatch(/^session=[\w.-]+; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/);
    expect((await post('/payment', null, session)).status).toBe(403);
    expect(await prove('+14155550152', 'confirm-payment', session)).toBeNull();
    expect(await prove('+14155550153', 'default', session)).toBeNull();
    expect((await post('/payment', null, session)).status).toBe(403);
    const confirmed = (await prove('+14155550151', 'confirm-payment', session)) ?? '';
    const paid = await post('/payment', null, confirmed);
    expect(paid.status).toBe(204);
    expect((await post('/payment', null, paid.headers.get('set-cookie') ?? '')).status).toBe(403);
    expect((await post('/payment', null, 'session=eyJhbGciOiJub25lIn0.e30.')).status).toBe(403);
  });
});

describe('a screen reader', () => {
  it('is given names, states and the one thing to do', async () => {
    const app = appOf('express');
    const { page } = await openPage(browser);
    await page.goto(app.pageUrl);
    await page.getByRole('button', { name: 'Country: United States' }).waitFor();
    expect(await page.getByRole('main').ariaSnapshot()).toBe(
      [
        '- main:',
        '  - heading "Verify your phone" [level=1]',
        '  - paragraph: We will text you a code to check that this number is yours.',
        '  - text: Phone number',
        '  - \'button "Country: United States +1"\'',
        '  - textbox "Phone number":',
        '    - /placeholder: (201) 555-0123',
        '  - alert',
        '  - button "Send code"',
        '  - paragraph: You get one text message each time. Message and data rates may apply.',
      ].join('\n'),
    );
    await page.keyboard.type('+14155550161');
    await page.keyboard.press('Enter');
    await page.locator('#code:focus').waitFor();
    await page.keyboard.type('abc');
    await page.keyboard.press('Enter');
    await page.getByText('That is not a code.').waitFor();
    expect(await page.getByRole('main').ariaSnapshot()).toBe(
      [
        '- main:',
        '  - heading "Enter your code" [level=1]',
        '  - paragraph: Sent to +1 41• ••• ••61 United States',
        '  - button "Edit"',
        '  - text: Code',
        '  - textbox "Code" [invalid]:',
        '    - /placeholder: ••••••',
        '    - text: abc',
        '  - alert: That is not a code. Type the digits from the message.',
        '  - button "Verify"',
        '  - alert',
        '  - button "Send again" [disabled]',
        '  - link "Open the inbox":',
        `    - /url: ${app.inboxUrl.replace('localhost', '127.0.0.1')}`,
        '  - status',
      ].join('\n'),
    );
    await page.context().close();
  });
});
