/** The page calls a hook as a platform does, at the size of a desk and of a phone. */
import { createServer } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optionsOf } from '../../../packages/otp-hooks/src/test-support/platform-options.ts';
import { addAxe, violationsIn } from '../../page/axe.ts';
import { launchBrowser, SIZES } from '../../page/browser.ts';
import { listen, startHook } from '../support/start-hook.ts';
import { openInboxPage } from './inbox-page-bed.ts';

const NUMBER = '+14155550123';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
});

const attemptsIn = (page: Page) => page.getByRole('region', { name: 'Result' }).getByRole('listitem');

async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
}

describe.each(Object.entries(SIZES))('the page that calls hooks, %s', (_size, viewport) => {
  const open = () => openInboxPage(browser, { browser: { viewport, bypassCSP: true }, path: '#/hooks' });

  it('makes all calls of Supabase, counts one message, and shows it', async () => {
    const { inbox, page, problems } = await open();
    const supabase = optionsOf('supabase');
    const url = await startHook(inbox, supabase);
    await page.getByRole('combobox', { name: 'Platform', exact: true }).selectOption('Supabase');
    expect(await page.getByLabel('Authorization header').isVisible()).toBe(false);
    await fill(page, {
      'Address of the hook': url,
      Secret: String('secret' in supabase && supabase.secret),
      Code: '493027',
    });
    await page.getByRole('button', { name: 'Call the hook' }).click();
    await page.getByText('Messages sent: 1').waitFor();
    await expect.poll(() => attemptsIn(page).count()).toBe(3);
    for (const text of await attemptsIn(page).allTextContents()) {
      expect(text).toContain('Taken for sent');
      expect(text).toContain('HTTP 204');
    }
    await addAxe(page);
    expect(await violationsIn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('heading', { name: NUMBER }).waitFor();
    await page.locator('#messages').getByText('493027').first().waitFor();
    expect(problems).toEqual([]);
  }, 30_000);

  it('calls the hook of the demo as it stands in the form', async () => {
    const { inbox, page, problems } = await open();
    const demo = {
      platform: 'generic',
      authorization: 'Bearer countersign-demo',
      mapping: { to: 'to', code: 'code' },
    } as const;
    await fill(page, { 'Address of the hook': await startHook(inbox, demo) });
    await page.getByRole('combobox', { name: 'Calls', exact: true }).selectOption('One');
    await page.getByRole('button', { name: 'Call the hook' }).click();
    await page.getByText('Messages sent: 1').waitFor();
    expect(problems).toEqual([]);
  });

  it('says what the person is told, that no message came, and that two did', async () => {
    const { inbox, page } = await open();
    const okta = optionsOf('okta');
    const refusing = await startHook(inbox, okta, 'refuse');
    await page.getByRole('combobox', { name: 'Platform', exact: true }).selectOption('Okta');
    await page.getByRole('combobox', { name: 'Calls', exact: true }).selectOption('One');
    const authorization = String('authorization' in okta && okta.authorization);
    await fill(page, { 'Address of the hook': refusing, 'Authorization header': authorization });
    await page.getByRole('button', { name: 'Call the hook' }).click();
    await page.getByText('The code could not be sent. Try again in a moment.').waitFor();
    await page.getByText('Messages sent: 0').waitFor();

    const silent = await listen(createServer((_request, response) => void response.writeHead(204).end()));
    await page.getByRole('combobox', { name: 'Platform', exact: true }).selectOption('Logto');
    await fill(page, { 'Address of the hook': silent });
    await page.getByRole('button', { name: 'Call the hook' }).click();
    await page.getByText('No message came here.').waitFor();

    const twice = await listen(
      createServer(async (_request, response) => {
        for (const turn of ['one', 'two']) {
          const body = new URLSearchParams({ phone: NUMBER, message: `Your code is 204118, ${turn}.` });
          await fetch(inbox.gatewayEndpoint, { method: 'POST', body });
        }
        response.writeHead(204).end();
      }),
    );
    await fill(page, { 'Address of the hook': twice, Code: '204118' });
    await page.getByRole('button', { name: 'Call the hook' }).click();
    await page.getByText('The hook sent one code more than once.').waitFor();
  });

  it('says why it does not call', async () => {
    const { page, problems } = await open();
    await fill(page, { 'Address of the hook': 'https://app.example/hooks/send-sms' });
    await page.getByRole('button', { name: 'Call the hook' }).click();
    await page.getByRole('alert').filter({ hasText: 'hookHosts' }).waitFor();
    expect(await page.getByRole('region', { name: 'Result' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Call the hook' }).isEnabled()).toBe(true);
    await addAxe(page);
    expect(await violationsIn(page)).toEqual([]);
    expect(problems).toEqual([]);
  });
});
