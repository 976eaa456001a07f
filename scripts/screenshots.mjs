/**
 * `pnpm screenshots [folder]`: a picture of every state of the example's page, wide and narrow, light and dark, and of a
 * few in other languages, at 320 px and at twice the text size. Written to `.cache/screenshots` unless told otherwise.
 * `pnpm screenshots site` makes those of the README and the documentation site instead.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startApp } from '../test/apps/example-app.ts';
import { launchBrowser, openPage, SCHEMES, SIZES } from '../test/page/browser.ts';
import { scriptServer } from '../test/page/scripted-server.ts';
import { STATES } from '../test/page/states.ts';
import { makeSitePictures } from './site-pictures.mjs';
import { CACHE } from './workspace.mjs';

if (process.argv[2] === 'site') {
  await makeSitePictures();
  process.exit();
}

const folder = resolve(process.argv[2] ?? join(CACHE, 'screenshots'));
const only = process.argv[3];
mkdirSync(folder, { recursive: true });

const SMALL = ['number', 'country-picker', 'code-help', 'code-wrong', 'code-last-try', 'payment', 'sign-in-welcome'];

const app = await startApp('express');
const browser = await launchBrowser();
try {
  for (const state of STATES) {
    if (only !== undefined && !state.name.includes(only)) continue;
    const { page, problems } = await openPage(browser);
    await reach(page, state);
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of SCHEMES) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(folder, `${state.name}-${size}-${colorScheme}.png`) });
      }
    }
    if (problems.length > 0) throw new Error(`${state.name}: ${problems.join(' ')}`);
    await page.context().close();
    console.log(state.name);
  }
  for (const [name, options, zoom] of /** @type {const} */ ([
    ['320px', { viewport: { width: 320, height: 640 } }, 100],
    ['200-percent', { viewport: { width: 640, height: 450 } }, 100],
    ['200-percent-text', { viewport: SIZES.narrow, bypassCSP: true }, 200],
    ['arabic', { viewport: SIZES.narrow, locale: 'ar' }, 100],
    ['german-320px', { viewport: { width: 320, height: 640 }, locale: 'de-DE' }, 100],
  ])) {
    for (const state of STATES.filter((each) => SMALL.includes(each.name))) {
      if (only !== undefined && !name.includes(only)) continue;
      const { page } = await openPage(browser, options);
      await reach(page, state, zoom);
      await page.screenshot({ path: join(folder, `${name}-${state.name}.png`), fullPage: true });
      await page.context().close();
    }
    console.log(name);
  }
  console.log(folder);
} finally {
  await browser.close();
  await app.end('SIGTERM');
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('../test/page/states.ts').PageState} state
 */
async function reach(page, state, zoom = 100) {
  await scriptServer(page, state.script);
  await page.goto(`${app.pageUrl}/#${state.flow ?? ''}`);
  await page.locator('#country:not([hidden])').waitFor({ state: 'attached' });
  if (zoom !== 100) await page.addStyleTag({ content: `html { font-size: ${zoom}% }` });
  await state.reach?.(page);
  await page.waitForTimeout(150);
}
