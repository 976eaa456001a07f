/** An inbox, and its page in a real Chromium. Messages come as an app would send them. */
import { createInbox, type Inbox, type InboxOptions } from '@countersign/otp-inbox';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { openPage } from '../../page/browser.ts';

export const ALICE = '+15550100123';
export const BOB = '+15550100456';

export interface InboxPage {
  readonly inbox: Inbox;
  readonly page: Page;
  /** Errors of scripts and of the console, violations of the policy among them. */
  readonly problems: readonly string[];
}

export interface InboxPageOptions {
  readonly inbox?: InboxOptions;
  readonly browser?: BrowserContextOptions;
  /** What there is before the page is opened. */
  readonly before?: (inbox: Inbox) => Promise<void>;
  /** Behind the address. */
  readonly path?: string;
}

export async function openInboxPage(browser: Browser, options: InboxPageOptions = {}): Promise<InboxPage> {
  const inbox = createInbox({ port: 0, ...options.inbox });
  const url = await inbox.listen();
  const { page, problems } = await openPage(browser, {
    permissions: ['clipboard-read', 'clipboard-write', 'notifications'],
    ...options.browser,
  });
  onTestFinished(async () => {
    await page.context().close();
    await inbox.close();
  });
  await options.before?.(inbox);
  await page.goto(`${url}/${options.path ?? ''}`);
  await page.locator('#status[data-state="live"]').waitFor();
  return { inbox, page, problems };
}

/** Through the gateway. */
export async function sendText(inbox: Inbox, phone: string, message: string): Promise<void> {
  const response = await fetch(inbox.gatewayEndpoint, {
    method: 'POST',
    body: new URLSearchParams({ phone, message }),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`The gateway answered ${response.status}.`);
}

/** Through Twilio's API. */
export async function sendByTwilio(inbox: Inbox, to: string, text: string): Promise<number> {
  const account = `AC${'0123456789abcdef'.repeat(2)}`;
  const response = await fetch(`${inbox.url}/2010-04-01/Accounts/${account}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${account}:secret-of-nobody`).toString('base64')}` },
    body: new URLSearchParams({ To: to, From: '+15005550006', Body: text }),
  });
  await response.body?.cancel();
  return response.status;
}

/** The rows of the list: a choice of providers has options, too. */
export function rowsIn(page: Page): Locator {
  return page.getByRole('listbox').getByRole('option');
}

/** Each row as its number and its code, in the order that is seen. */
export function readRows(page: Page): Promise<string[]> {
  return rowsIn(page).evaluateAll((rows) => {
    const textOf = (row: Element, selector: string) => row.querySelector(selector)?.textContent ?? '';
    return rows
      .sort((a, b) => Number(a.ariaPosInSet) - Number(b.ariaPosInSet))
      .map((row) => `${textOf(row, '.number')} ${textOf(row, '.chip')}`.trim());
  });
}

export function clipboardOf(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}
