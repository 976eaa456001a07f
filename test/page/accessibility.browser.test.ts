/** Every state of every flow: no violation that axe knows, at both sizes, light and dark; nothing runs out of the window. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleApp, startApp } from '../apps/example-app.ts';
import { addAxe, violationsIn } from './axe.ts';
import { launchBrowser, type OpenPage, openPage, SCHEMES, SIZES } from './browser.ts';
import { scriptServer } from './scripted-server.ts';
import { type PageState, STATES } from './states.ts';

const NARROWEST = { width: 320, height: 640 };

let app: ExampleApp;
let browser: Browser;
/** For all states: a renderer that has read the page's scripts and axe before reads them again in half the time. */
let opened: OpenPage;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp('express'), launchBrowser()]);
  opened = await openPage(browser, { bypassCSP: true });
  // Before any script of each document.
  await opened.page.addInitScript(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
}, 60_000);

afterAll(async () => {
  await Promise.all([browser?.close(), app?.end('SIGKILL')]);
});

/** A new document, with nothing kept, and the page as it was opened. */
async function load(state: PageState): Promise<OpenPage> {
  const { page, problems } = opened;
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.setViewportSize(SIZES.wide);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.context().clearCookies();
  await scriptServer(page, state.script);
  const problemsBefore = problems.length;
  // With a query of its own: another hash alone would keep the document.
  await page.goto(`${app.pageUrl}/?${state.name}#${state.flow ?? ''}`);
  return {
    page,
    get problems() {
      return problems.slice(problemsBefore);
    },
  };
}

/** How far the page can be moved sideways. */
async function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe('the page', () => {
  it.each(STATES)(
    'is accessible and fits the window in the state $name',
    async (state) => {
      const loaded = await load(state);
      const { page } = loaded;
      await page.locator('#country:not([hidden])').waitFor({ state: 'attached' });
      await state.reach?.(page);
      await page.getByText(state.shows).filter({ visible: true }).first().waitFor();
      await addAxe(page);
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          expect(await violationsIn(page), `${size} ${colorScheme}`).toEqual([]);
        }
        expect(await overflowOf(page), size).toBe(0);
      }
      await page.setViewportSize(NARROWEST);
      expect(await overflowOf(page), '320 px').toBe(0);
      await page.addStyleTag({ content: 'html { font-size: 200% }' });
      await page.setViewportSize(SIZES.narrow);
      expect(await overflowOf(page), '200 %').toBe(0);
      expect(loaded.problems).toEqual([]);
    },
    60_000,
  );

  it.each(['ar', 'de', 'es', 'fr', 'he', 'ja', 'pt-BR'])(
    'is accessible and fits a narrow window in the language %s',
    async (locale) => {
      const { page } = await openPage(browser, { bypassCSP: true, locale, viewport: NARROWEST });
      const { calls } = await scriptServer(page, { settings: { helpAfterMs: 0 }, requests: [{ codeLength: 8 }] });
      await page.goto(app.pageUrl);
      await addAxe(page);
      const root = page.locator('html');
      // The page takes on its language once that has come.
      await expect.poll(() => root.getAttribute('lang')).toBe(locale);
      expect(await root.getAttribute('dir')).toBe(['ar', 'he'].includes(locale) ? 'rtl' : 'ltr');
      for (const reach of [
        async () => page.locator('#country:not([hidden])').waitFor(),
        async () => page.locator('#number').fill('+14155550199'),
        async () => page.locator('#send').click(),
        async () => page.locator('#code').fill('111111111'),
        async () => page.locator('#check').click(),
      ]) {
        await reach();
        expect(await violationsIn(page)).toEqual([]);
        expect(await overflowOf(page)).toBe(0);
      }
      expect(calls[0]?.body).toMatchObject({ phoneNumber: '+14155550199', locale });
      await page.context().close();
    },
    60_000,
  );
});
