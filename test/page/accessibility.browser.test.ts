/** Every state of every flow: no violation that axe knows, at both sizes, light and dark; nothing runs out of the window. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleApp, startApp } from '../apps/example-app.ts';
import { launchBrowser, openPage, SCHEMES, SIZES } from './browser.ts';
import { scriptServer } from './scripted-server.ts';
import { STATES } from './states.ts';

const NARROWEST = { width: 320, height: 640 };

let app: ExampleApp;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp('express'), launchBrowser()]);
}, 60_000);

afterAll(async () => {
  await Promise.all([browser?.close(), app?.end('SIGKILL')]);
});

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** All rules in each scheme: a style for one of them can hide a label as well as change a colour. */
async function violationsIn(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(async () => {
    const inPage = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return await inPage.axe.run({ resultTypes: ['violations'] });
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** How far the page can be moved sideways. */
async function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe('the page', () => {
  it.each(STATES)(
    'is accessible and fits the window in the state $name',
    async (state) => {
      const { page, problems } = await openPage(browser, { bypassCSP: true });
      await scriptServer(page, state.script);
      await page.goto(`${app.pageUrl}/#${state.flow ?? ''}`);
      await page.locator('#country:not([hidden])').waitFor({ state: 'attached' });
      await state.reach?.(page);
      await page.getByText(state.shows).filter({ visible: true }).first().waitFor();
      await page.addScriptTag({ content: axe.source });
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
      expect(problems).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  it.each(['ar', 'de', 'es', 'fr', 'he', 'ja', 'pt-BR'])(
    'is accessible and fits a narrow window in the language %s',
    async (locale) => {
      const { page } = await openPage(browser, { bypassCSP: true, locale, viewport: NARROWEST });
      const { calls } = await scriptServer(page, { settings: { helpAfterMs: 0 }, requests: [{ codeLength: 8 }] });
      await page.goto(app.pageUrl);
      await page.addScriptTag({ content: axe.source });
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
