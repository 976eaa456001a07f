/** Every state of the inbox's page: no violation that axe knows, wide and narrow, light and dark; nothing runs out of the window. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAxe, violationsIn } from '../../page/axe.ts';
import { launchBrowser, SCHEMES, SIZES } from '../../page/browser.ts';
import { ALICE, BOB, openInboxPage, rowsIn, sendByTwilio, sendText } from './inbox-page-bed.ts';

const NARROWEST = { width: 320, height: 640 };
const LONG = `${'Donaudampfschifffahrtsgesellschaft'.repeat(6)} ${'https://example.com/'.repeat(20)}`;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

interface State {
  readonly name: string;
  readonly path: string;
  readonly isEmpty?: boolean;
  reach(page: Page): Promise<void>;
}

const STATES: readonly State[] = [
  {
    name: 'empty',
    path: '',
    isEmpty: true,
    reach: (page) => page.getByRole('heading', { name: 'No messages yet' }).waitFor(),
  },
  { name: 'list', path: '', reach: (page) => rowsIn(page).first().waitFor({ state: 'attached' }) },
  {
    name: 'nothing found',
    path: '',
    async reach(page) {
      await page.getByRole('searchbox').fill('nothing like this');
      await page.getByText('No message fits.').waitFor();
    },
  },
  {
    name: 'conversation with details and request',
    path: `#/${ALICE}`,
    async reach(page) {
      await page.getByText('Raw request').filter({ visible: true }).click();
    },
  },
  { name: 'texts without blanks', path: `#/${BOB}`, reach: (page) => page.locator('.text').first().waitFor() },
  { name: 'settings', path: '#/connect', reach: (page) => page.locator('.provider-card').last().waitFor() },
  {
    name: 'rules',
    path: '#/rules',
    async reach(page) {
      await page.getByText('struck once').waitFor();
      await page.getByRole('button', { name: 'Add rule' }).click();
      await page.getByLabel('Percent of calls').fill('200');
      await page.getByRole('button', { name: 'Add rule' }).click();
      await page.getByText('has a percent').waitFor();
    },
  },
  {
    name: 'hooks',
    path: '#/hooks',
    async reach(page) {
      await page.getByRole('button', { name: 'Call the hook' }).click();
      await page.getByText('Nothing listens there').last().waitFor();
      await page.getByText('Messages sent: 0').waitFor();
      await page.getByRole('combobox', { name: 'Platform', exact: true }).selectOption('Supabase');
      await page.getByRole('button', { name: 'Call the hook' }).click();
      await page.getByText('The call is not right').waitFor();
      await page.getByRole('combobox', { name: 'Platform', exact: true }).selectOption('Logto');
      await page.getByRole('combobox', { name: 'Calls', exact: true }).selectOption('One');
      await page.getByRole('button', { name: 'Call the hook' }).click();
      await page.getByText('Messages sent: 0').waitFor();
    },
  },
  {
    name: 'help',
    path: '#/connect',
    async reach(page) {
      await page.keyboard.press('?');
      await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    },
  },
  {
    name: 'question',
    path: '',
    async reach(page) {
      await page.getByRole('button', { name: 'Delete all' }).click();
      await page.getByRole('heading', { name: 'Delete all messages?' }).waitFor();
    },
  },
];

/** What can be moved sideways: the page itself, and whatever scrolls in it. */
async function overflowsIn(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('body, .bar, .scroll, .rows, .place-bar, dialog[open]')]
      .filter((element) => element.scrollWidth > element.clientWidth && element.clientWidth > 0)
      .map((element) => `${element.tagName}.${element.className}: ${element.scrollWidth} > ${element.clientWidth}`),
  );
}

describe("the inbox's page", () => {
  it.each(STATES)(
    'is accessible and fits the window in the state $name',
    async ({ path, isEmpty = false, reach }) => {
      const { page, problems } = await openInboxPage(browser, {
        browser: { bypassCSP: true },
        path,
        async before(inbox) {
          if (isEmpty) return;
          inbox.rules.add({ fault: { type: 'undelivered' }, times: 1 });
          await sendByTwilio(inbox, ALICE, 'Your code is 482913 – it expires in 5 minutes.\n@example.com #482914');
          await sendText(inbox, ALICE, 'Use 204118.\n@example.com #204118');
          await sendText(inbox, BOB, LONG);
        },
      });
      await reach(page);
      await addAxe(page);
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          expect(await violationsIn(page), `${size} ${colorScheme}`).toEqual([]);
        }
        expect(await overflowsIn(page), size).toEqual([]);
      }
      await page.setViewportSize(NARROWEST);
      expect(await violationsIn(page), '320 px').toEqual([]);
      expect(await overflowsIn(page), '320 px').toEqual([]);
      await page.addStyleTag({ content: 'html { font-size: 200% }' });
      await page.setViewportSize(SIZES.narrow);
      expect(await overflowsIn(page), '200 %').toEqual([]);
      expect(problems).toEqual([]);
    },
    60_000,
  );

  it('tells a screen reader what comes', async () => {
    const { inbox, page } = await openInboxPage(browser);
    await sendText(inbox, ALICE, 'Your code is 482913.');
    await page.getByText(`New message for ${ALICE}, code 4 8 2 9 1 3`).waitFor({ state: 'attached' });
    expect(await page.getByRole('listbox').getAttribute('aria-activedescendant')).toBe(`row-${ALICE}`);
  });

  it('can be used with forced colours', async () => {
    const { inbox, page } = await openInboxPage(browser, { browser: { forcedColors: 'active' } });
    await sendText(inbox, ALICE, 'Your code is 482913.');
    const row = rowsIn(page).first();
    await row.waitFor();
    const [background, color] = await row.evaluate((element) => {
      const style = getComputedStyle(element);
      return [style.backgroundColor, style.color];
    });
    expect(background).not.toBe(color);
  });
});
