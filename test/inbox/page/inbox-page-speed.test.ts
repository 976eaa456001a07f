/** Thousands of messages: what the page keeps in its document, how long it works, and how it scrolls. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../page/browser.ts';
import { ALICE, openInboxPage, rowsIn, sendText } from './inbox-page-bed.ts';

const COUNT = 5_000;
/** Chromium calls a task long from 50 ms on. Twice that is what a hand on the wheel feels on a machine that does much else. */
const LONGEST_FRAME_MS = 100;

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

/** The work of each of so many frames, while something is done in each: that of scripts, style and layout. */
async function measureFrames(page: Page, selector: string, frames: number): Promise<{ median: number; worst: number }> {
  const times = await page.evaluate(
    async ([list, count]) => {
      const scroller = document.querySelector(list);
      const work: number[] = [];
      for (let frame = 0; frame < count; frame += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const start = performance.now();
        scroller?.scrollBy(0, 700);
        scroller?.dispatchEvent(new Event('scroll'));
        // Reading it makes the browser lay the page out now.
        void document.body.offsetHeight;
        work.push(performance.now() - start);
      }
      return work;
    },
    [selector, frames] as const,
  );
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(times.length / 2)] ?? 0, worst: times.at(-1) ?? 0 };
}

describe(`${COUNT} messages`, () => {
  it('to as many numbers are searched and scrolled without a wait', async () => {
    const { inbox, page } = await openInboxPage(browser, {
      inbox: { maxMessages: 10_000 },
      before: (before) => sendMany(before, COUNT, distinct),
    });
    await page.getByText('5000 numbers · 5000 messages').waitFor();
    expect(await page.locator('*').count()).toBeLessThan(1_500);

    const scrolling = await measureFrames(page, '#conversations', 120);
    expect(scrolling.median).toBeLessThan(16);
    expect(scrolling.worst).toBeLessThan(LONGEST_FRAME_MS);
    expect(await page.locator('*').count()).toBeLessThan(1_500);

    const searched = await page.evaluate(async () => {
      const search = document.querySelector<HTMLInputElement>('#search');
      const start = performance.now();
      if (search !== null) search.value = '104999';
      search?.dispatchEvent(new Event('input'));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return performance.now() - start;
    });
    await rowsIn(page).getByText('104999', { exact: true }).waitFor();
    expect(searched).toBeLessThan(250);
    await page.getByRole('searchbox').fill('');

    const drawing = page.evaluate(async () => {
      const work: number[] = [];
      let last = performance.now();
      while (work.length < 150) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        work.push(performance.now() - last);
        last = performance.now();
      }
      return work.sort((a, b) => a - b);
    });
    await sendMany(inbox, 500, (index) => distinct(COUNT + index));
    const frames = await drawing;
    await page.getByText('5500 numbers · 5500 messages').waitFor();
    expect(frames[Math.floor(frames.length / 2)]).toBeLessThan(50);
    if (process.env.MEASURE !== undefined) console.error({ scrolling, searched, live: [frames[75], frames.at(-1)] });
  }, 120_000);

  it('to one number show the newest at once, and the older ones as somebody scrolls', async () => {
    const { inbox, page } = await openInboxPage(browser, {
      inbox: { maxMessages: 10_000 },
      before: (before) => sendMany(before, COUNT, () => ALICE),
    });
    await page.getByText('5000 messages', { exact: true }).waitFor();
    expect(await page.locator('.message').count()).toBeLessThan(100);
    const scrolling = await measureFrames(page, '#scroll', 120);
    expect(scrolling.median).toBeLessThan(30);
    await expect.poll(() => page.locator('.message').count()).toBeGreaterThan(60);
    await sendMany(inbox, 200, () => ALICE);
    await page.getByText('5200 messages', { exact: true }).waitFor();
    if (process.env.MEASURE !== undefined) console.error({ scrolling });
  }, 120_000);

  it('are kept no longer than the inbox keeps them', async () => {
    const { inbox, page } = await openInboxPage(browser, { inbox: { maxMessages: 50 } });
    await sendMany(inbox, 80, distinct);
    await page.getByText('50 numbers · 50 messages').waitFor();
    expect(inbox.messages()).toHaveLength(50);
  }, 30_000);
});
