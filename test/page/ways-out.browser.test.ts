/** Whoever errs gets on by the button that the text names. The server is scripted, and the clock is the test's. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASTED_MESSAGES } from '../../packages/otp-web/src/test-support/pasted-messages.ts';
import { type ExampleApp, startApp } from '../apps/example-app.ts';
import { launchBrowser, openPage } from './browser.ts';
import { CODE, type ScriptedProblem, type ScriptedServer, type ServerScript, scriptServer } from './scripted-server.ts';
import { send, toCode } from './states.ts';

let app: ExampleApp;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp('express'), launchBrowser()]);
}, 60_000);

afterAll(async () => {
  await Promise.all([browser?.close(), app?.end('SIGKILL')]);
});

interface Arranged {
  readonly page: Page;
  readonly server: ScriptedServer;
  /** Moves the page's clock. */
  pass(ms: number): Promise<void>;
}

async function arrange(script: ServerScript = {}, flow = ''): Promise<Arranged> {
  const { page } = await openPage(browser);
  await page.clock.install();
  const server = await scriptServer(page, script);
  await page.goto(`${app.pageUrl}/#${flow}`);
  await page.locator('#country:not([hidden])').waitFor({ state: 'attached' });
  return { page, server, pass: (ms) => page.clock.runFor(ms) };
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const typeCode = (page: Page, code: string) => page.getByLabel('Code', { exact: true }).fill(code);
const pathsOf = ({ calls }: ScriptedServer) => calls.map(({ path }) => path);
const focusOf = (page: Page) => page.evaluate(() => document.activeElement?.id);

const MISMATCH: ScriptedProblem = { code: 'mismatch', status: 422, attemptsLeft: 4 };
const GONE: ScriptedProblem = { code: 'challenge-not-active', status: 410 };

describe('a number', () => {
  it.each(['12345', 'hello', '', '+1', '+999 1234567'])('like %j is refused before anything is sent', async (typed) => {
    const { page, server } = await arrange();
    await send(page, typed);
    await page.getByText('That is not a phone number.').waitFor();
    expect([server.calls, await focusOf(page)]).toEqual([[], 'number']);
    await send(page, '(415) 555-0199');
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    expect(server.calls).toMatchObject([{ body: { phoneNumber: '+14155550199', locale: 'en' } }]);
    await page.context().close();
  });

  it('is formatted as it is typed, names its country by itself, and takes the one that is picked', async () => {
    const { page, server } = await arrange({ countries: ['US', 'DE', 'GB', 'FR'] });
    const number = page.getByLabel('Phone number');
    await number.pressSequentially('4155550199');
    expect(await number.inputValue()).toBe('(415) 555-0199');
    await number.fill('');
    await number.pressSequentially('+4915112345678');
    expect(await number.inputValue()).toBe('+49 1511 2345678');
    await button(page, 'Country: Germany').click();
    await page.getByRole('combobox', { name: 'Country or code' }).pressSequentially('+33');
    expect(await page.getByRole('option').filter({ visible: true }).allTextContents()).toEqual(['France +33']);
    await page.keyboard.press('Enter');
    await button(page, 'Country: France').waitFor();
    await number.fill('0612345678');
    expect(await number.inputValue()).toBe('06 12 34 56 78');
    await number.press('Enter');
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    expect(server.calls.at(-1)?.body.phoneNumber).toBe('+33612345678');
    await page.context().close();
  });

  it('that may be asked for later waits with its countdown; another one need not wait', async () => {
    const script: ServerScript = { requests: [{ code: 'cooldown', status: 429, retryAfterMs: 20_000 }, {}] };
    const { page, pass, server } = await arrange(script);
    await send(page);
    await page.getByText(/You can send again in (?:19|20) seconds/).waitFor();
    const again = button(page, 'Send again');
    expect(await again.isDisabled()).toBe(true);
    await pass(21_000);
    await again.click();
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    expect(pathsOf(server)).toEqual(['/verifications', '/verifications']);
    await page.context().close();
  });

  it('without an answer is sent again by the same button, under the same key', async () => {
    const { page } = await arrange({ requests: ['offline', {}] });
    const keys: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') keys.push(request.headers()['idempotency-key']);
    });
    await send(page);
    await page.getByText('Check your connection and try again.').waitFor();
    await button(page, 'Send code').click();
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    await page.context().close();
  });
});

describe('a code', () => {
  it.each([
    ['after the last try', { code: 'mismatch', status: 422, attemptsLeft: 0 }, 'it was the last try'],
    ['that is over or was used', GONE, 'This code is no longer valid.'],
    ['that a fault of the server has spent', { code: 'internal-error', status: 500 }, 'no longer valid'],
  ] as const)('%s is followed by a new one for the same number, by one button', async (_when, problem, text) => {
    const { page, server, pass } = await arrange({ checks: [problem] });
    await toCode(page);
    await typeCode(page, '111111');
    await page.getByText(text).waitFor();
    expect(await page.getByLabel('Code', { exact: true }).isVisible()).toBe(false);
    const renew = button(page, 'Send a new code');
    expect([await renew.isDisabled(), await focusOf(page)]).toEqual([true, 'code-title']);
    await pass(31_000);
    await renew.click();
    await page.getByLabel('Code', { exact: true }).waitFor();
    expect(await page.getByText(text).isVisible()).toBe(false);
    expect(await focusOf(page)).toBe('code');
    expect(server.calls.filter(({ path }) => path === '/verifications').map(({ body }) => body.phoneNumber)).toEqual([
      '+14155550199',
      '+14155550199',
    ]);
    await page.context().close();
  });

  it('ends with its time, without a try', async () => {
    const { page, pass, server } = await arrange({ requests: [{ ttlMs: 120_000 }] });
    await toCode(page);
    await pass(121_000);
    await page.getByText('This code is no longer valid. Use “Send a new code”.').waitFor();
    expect(await focusOf(page)).toBe('new-code');
    await page.keyboard.press('Enter');
    await page.getByLabel('Code', { exact: true }).waitFor();
    expect(pathsOf(server)).toEqual(['/verifications', '/verifications']);
    await page.context().close();
  });

  it('that is wrong is corrected in its field, and is not sent twice by itself', async () => {
    const { page, server } = await arrange({ checks: [MISMATCH] });
    await toCode(page);
    const code = page.getByLabel('Code', { exact: true });
    await code.pressSequentially('111111');
    await page.getByText('That is not the code. Tries left: 4.').waitFor();
    expect(await code.getAttribute('aria-invalid')).toBe('true');
    await code.press('End');
    await code.press('Backspace');
    await code.press('1');
    expect(pathsOf(server)).toEqual(['/verifications', '/verifications/check']);
    await page.context().close();
  });

  it.each(['', 'abc', '12345', '1234567'])('like %j is not sent by itself, and Verify says why', async (typed) => {
    const problem = { code: 'malformed', status: 400, field: 'code' };
    const { page, server } = await arrange({ checks: [problem] });
    await toCode(page);
    await typeCode(page, typed);
    expect(pathsOf(server)).toEqual(['/verifications']);
    await button(page, 'Verify').click();
    await page.getByText('That is not a code. Type the digits from the message.').waitFor();
    await page.context().close();
  });

  it('is sent again once it may, which is no error of the field', async () => {
    const { page, pass, server } = await arrange();
    await toCode(page);
    const again = button(page, 'Send again');
    expect([await again.isDisabled(), await again.textContent()]).toEqual([
      true,
      expect.stringMatching(/0:(?:30|29)$/),
    ]);
    await pass(31_000);
    await page
      .getByRole('status')
      .filter({ hasText: 'You can ask for a code again now.' })
      .waitFor({ state: 'attached' });
    await again.click();
    await page.getByRole('status').filter({ hasText: 'The code was sent again.' }).waitFor({ state: 'attached' });
    expect([pathsOf(server).at(-1), await again.isDisabled()]).toEqual(['/verifications/resend', true]);
    expect(await page.getByLabel('Code', { exact: true }).getAttribute('aria-invalid')).toBe('false');
    await page.context().close();
  });

  it('that is over by the time it should be sent again is replaced', async () => {
    const { page } = await arrange({ requests: [{ waitMs: 0 }], resends: [GONE] });
    await toCode(page);
    await button(page, 'Send again').click();
    await page.getByText('This code is no longer valid. Use “Send a new code”.').waitFor();
    await button(page, 'Send a new code').click();
    await page.getByLabel('Code', { exact: true }).waitFor();
    await page.context().close();
  });

  it('that cannot be sent again yet says so beside the button, which counts', async () => {
    const refused = { code: 'quota-exceeded', status: 429, retryAfterMs: 3_600_000 };
    const { page } = await arrange({ requests: [{ waitMs: 0 }], resends: [refused] });
    await toCode(page);
    const again = button(page, 'Send again');
    await again.click();
    await page.getByText('Try again in 60 minutes').waitFor();
    expect([await again.isDisabled(), await again.textContent()]).toEqual([
      true,
      expect.stringMatching(/59:\d\d|1:00:00/),
    ]);
    await page.context().close();
  });

  it('whose new one is refused leaves the button and the way back to the number', async () => {
    const locked = { code: 'locked', status: 403 };
    const { page } = await arrange({ requests: [{ waitMs: 0 }, locked, {}], checks: [GONE] });
    await toCode(page);
    await typeCode(page, '111111');
    await button(page, 'Send a new code').click();
    await page.getByText('Please contact us.').waitFor();
    await button(page, 'Edit').click();
    await send(page, '4155550100');
    await page.getByLabel('Code', { exact: true }).waitFor();
    await page.context().close();
  });

  it('goes to a number that can be edited, kept, and come back to', async () => {
    const { page, server } = await arrange();
    await toCode(page);
    expect(await page.locator('.recipient').textContent()).toContain('+1 41• ••• ••99');
    expect(await page.locator('.recipient').textContent()).toContain('United States');
    await button(page, 'Edit').click();
    const number = page.getByLabel('Phone number');
    expect(await number.inputValue()).toBe('+1 415 555 0199');
    await number.press('Enter');
    await page.getByLabel('Code', { exact: true }).waitFor();
    expect(pathsOf(server)).toEqual(['/verifications']);
    await button(page, 'Edit').click();
    await send(page, '+1 415 555 0100');
    await page.getByLabel('Code', { exact: true }).waitFor();
    expect(pathsOf(server).sort()).toEqual(['/verifications', '/verifications', '/verifications/cancel']);
    await page.context().close();
  });

  it.each(['code', 'code that is over'])('keeps its step through a reload: %s', async (what) => {
    const { page } = await arrange({ checks: [GONE] });
    await toCode(page);
    if (what !== 'code') {
      await typeCode(page, '111111');
      await page.getByText('This code is no longer valid.').waitFor();
    }
    await page.reload();
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    await page.getByText('+1 41• ••• ••99').waitFor();
    expect(await button(page, 'Send a new code').isVisible()).toBe(what !== 'code');
    await page.context().close();
  });

  it('that does not come is helped after 20 seconds, with the next way where there is one', async () => {
    const otherWay = { label: 'Use an authenticator app', href: '#totp' };
    const { page, pass } = await arrange({ settings: { otherWay, consent: 'Two messages a month.' } });
    await page.getByText('Two messages a month.').waitFor();
    await toCode(page);
    const help = page.getByRole('heading', { name: 'No message yet?' });
    await pass(19_000);
    expect(await help.isVisible()).toBe(false);
    await pass(2_000);
    await help.waitFor();
    expect(await page.getByRole('link', { name: 'Use an authenticator app' }).getAttribute('href')).toBe('#totp');
    await page.context().close();
  });

  it('has eight digits for a reason that is told', async () => {
    const { page, server } = await arrange({ requests: [{ codeLength: 8 }], checks: [MISMATCH] });
    await toCode(page);
    await page.getByText('This code has 8 digits, because wrong codes were entered').waitFor();
    await typeCode(page, '123456');
    expect(pathsOf(server)).toEqual(['/verifications']);
    await typeCode(page, '1234 5678');
    await page.getByText('That is not the code.').waitFor();
    expect(server.calls.at(-1)?.body.code).toBe('12345678');
    await page.context().close();
  });

  it('comes by itself where the browser reads messages', async () => {
    const { page } = await openPage(browser);
    await page.addInitScript((code) => {
      Object.assign(globalThis, { OTPCredential: class {} });
      navigator.credentials.get = async () => Object({ code });
    }, CODE);
    await scriptServer(page);
    await page.goto(app.pageUrl);
    await page.locator('#country:not([hidden])').waitFor();
    await send(page);
    await page.getByRole('heading', { name: 'Verified' }).waitFor();
    await page.context().close();
  });

  it('has a field that phones and password managers know', async () => {
    const { page } = await arrange();
    await toCode(page);
    const code = page.getByLabel('Code', { exact: true });
    expect(await code.getAttribute('inputmode')).toBe('numeric');
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
    expect(await code.getAttribute('maxlength')).toBeNull();
    await page.context().close();
  });
});

describe('another language', () => {
  it('is chosen by keyboard, where one is, and stays for the next visit and for the message', async () => {
    const { page, server } = await arrange();
    await page.getByLabel('Phone number').fill('4155550199');
    await page.getByLabel('Language').focus();
    await page.getByLabel('Language').selectOption('Français');
    await page.getByRole('heading', { name: 'Vérifiez votre téléphone' }).waitFor();
    expect(await focusOf(page)).toBe('language');
    expect(await page.getByLabel('Numéro de téléphone').inputValue()).toBe('(415) 555-0199');
    await page.getByRole('button', { name: 'Envoyer le code' }).click();
    await page.getByRole('button', { name: 'Modifier' }).waitFor();
    await page.getByLabel('Code', { exact: true }).fill(CODE);
    await page.getByRole('heading', { name: 'Vérifié' }).waitFor();
    await page.getByLabel('Langue').selectOption('עברית');
    await page.getByRole('heading', { name: 'אומת' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'אימות הטלפון שלך' }).waitFor();
    expect(server.calls[0]?.body.locale).toBe('fr');
    await page.context().close();
  });
});

describe('a pasted message', () => {
  it('fills the right code, and two codes fill none', async () => {
    const { page, server } = await arrange({ checks: [MISMATCH] });
    await toCode(page);
    const code = page.getByLabel('Code', { exact: true });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const paste = async (text: string) => {
      await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
      await code.selectText();
      await page.keyboard.press('ControlOrMeta+V');
    };
    const checks = () => server.calls.filter(({ path }) => path.endsWith('/check')).map((call) => call.body.code);
    await paste('Old code 111111, new code 222222.');
    await expect.poll(() => code.inputValue()).toContain('222222');
    expect(checks()).toEqual([]);
    for (const [index, message] of PASTED_MESSAGES.entries()) {
      // A wrong one in between: a code that was refused is not sent again by itself.
      await paste(String(100_000 + index));
      await expect.poll(checks).toHaveLength(2 * index + 1);
      await page.locator('#code-step[aria-busy=false]').waitFor();
      await paste(message);
      await expect.poll(checks).toHaveLength(2 * index + 2);
      await page.locator('#code-step[aria-busy=false]').waitFor();
      expect(checks().at(-1), message).toBe(CODE);
    }
    await page.context().close();
  }, 60_000);
});

describe('a payment', () => {
  const account = { phoneNumber: '+14155550199', isNew: false };

  it('asks for a sign-in first, and for a code of its own purpose then', async () => {
    const { page, server } = await arrange({}, 'payment');
    await page.getByText('Sign in first.').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Sign in or sign up' }).waitFor();
    await toCode(page);
    await typeCode(page, CODE);
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Confirm a payment' }).click();
    await button(page, 'Send code').click();
    await typeCode(page, CODE);
    await page.getByRole('heading', { name: 'Payment confirmed' }).waitFor();
    await page.getByText('€120.00 to Northwind Books is on its way.').waitFor();
    expect(server.calls.map(({ body }) => body.purpose)).toEqual([
      'sign-in',
      'sign-in',
      'confirm-payment',
      'confirm-payment',
    ]);
    await page.context().close();
  });

  it('that is refused a code says until when, and one that did not go through can be tried again', async () => {
    const limited = { code: 'rate-limited', status: 429, retryAfterMs: 60_000 };
    const { page } = await arrange({ account, requests: [limited, {}] }, 'payment');
    await button(page, 'Send code').click();
    await page.getByText('Too many tries. Please try again in').waitFor();
    await page.unroute('**/payment');
    await page.route('**/payment', (route) => route.fulfill({ status: 403, json: {} }));
    await button(page, 'Send code').click();
    await typeCode(page, CODE);
    await page.getByText('Something went wrong on our side. Please try again.').waitFor();
    expect(await button(page, 'Send code').isEnabled()).toBe(true);
    await page.context().close();
  });
});
