/** Thousands of messages: what the page keeps in its document, how much it draws, and how it scrolls. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../page/browser.ts';
import { ALICE, openInboxPage, rowsIn, sendText } from './inbox-page-bed.ts';

const COUNT = 5_000;
/** What the page may draw anew in one frame. A screen shows some thirty rows of a handful of elements each. */
const MOST_DRAWN_IN_A_FRAME = 1_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

async function sendMany(inbox: Parameters<typeof sendText>[0], count: number, numberOf: (index: number) => string) {
  const indexes = Array.from({ length: count }, (_, index) => index).values();
  const worker = async () => {
    for (const index of indexes) {
      await sendText(inbox, numberOf(index), `Your code is ${100_000 + index}. It expires in 10 minutes.`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

const distinct = (index: number) => `+1555${String(2_000_000 + index)}`;

/**
 * How many elements the page draws anew in each of so many frames, while something is done in each. Counted and not timed:
 * how long that takes is the machine's affair, and of whatever else runs on it.
 */
function countDrawn(page: Page, frames: number, scrolled: string | null = null): Promise<readonly number[]> {
  return page.evaluate(
    async ([count, list]) => {
      let added = 0;
      const observer = new MutationObserver((records) => {
        for (const { addedNodes } of records) {
          for (const node of addedNodes) {
            added += 1 + (node instanceof Element ? node.querySelectorAll('*').length : 0);
          }
        }
      });
      observer.observe(document.body, { childList: true, subtree: true });
      const scroller = list === null ? null : document.querySelector(list);
      const drawn: number[] = [];
      for (let frame = 0; frame < count; frame += 1) {
        added = 0;
        scroller?.scrollBy(0, 700);
        scroller?.dispatchEvent(new Event('scroll'));
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        drawn.push(added);
      }
      observer.disconnect();
      return drawn;
    },
    [frames, scrolled] as const,
  );
}

describe(`${COUNT} messages`, () => {
  it('to as many numbers are searched and scrolled, drawing a screen at a time', async () => {
    const { inbox, page } = await openInboxPage(browser, {
      inbox: { maxMessages: 10_000 },
      before: (before) => sendMany(before, COUNT, distinct),
    });
    await page.getByText('5000 numbers · 5000 messages').waitFor();
    expect(await page.locator('*').count()).toBeLessThan(1_500);

    const scrolling = await countDrawn(page, 60, '#conversations');
    expect(Math.max(...scrolling)).toBeLessThan(MOST_DRAWN_IN_A_FRAME);
    expect(Math.max(...scrolling)).toBeGreaterThan(0);
    expect(await page.locator('*').count()).toBeLessThan(1_500);

    await page.getByRole('searchbox').fill('104999');
    await rowsIn(page).getByText('104999', { exact: true }).waitFor();
    expect(await page.locator('*').count()).toBeLessThan(1_500);
    await page.getByRole('searchbox').fill('');

    // Many arrive between two frames: they are drawn together, not each by itself.
    const live = countDrawn(page, 60);
    await sendMany(inbox, 500, (index) => distinct(COUNT + index));
    expect(Math.max(...(await live))).toBeLessThan(MOST_DRAWN_IN_A_FRAME);
    await page.getByText('5500 numbers · 5500 messages').waitFor();
  }, 120_000);

  it('to one number show the newest at once, and the older ones as somebody scrolls', async () => {
    const { inbox, page } = await openInboxPage(browser, {
      inbox: { maxMessages: 10_000 },
      before: (before) => sendMany(before, COUNT, () => ALICE),
    });
    await page.getByText('5000 messages', { exact: true }).waitFor();
    expect(await page.locator('.message').count()).toBeLessThan(100);
    const scrolling = await countDrawn(page, 60, '#scroll');
    expect(Math.max(...scrolling)).toBeLessThan(MOST_DRAWN_IN_A_FRAME);
    await expect.poll(() => page.locator('.message').count()).toBeGreaterThan(60);
    await sendMany(inbox, 200, () => ALICE);
    await page.getByText('5200 messages', { exact: true }).waitFor();
  }, 120_000);

  it('are kept no longer than the inbox keeps them', async () => {
    const { inbox, page } = await openInboxPage(browser, { inbox: { maxMessages: 50 } });
    await sendMany(inbox, 80, distinct);
    await page.getByText('50 numbers · 50 messages').waitFor();
    expect(inbox.messages()).toHaveLength(50);
  }, 30_000);
});
