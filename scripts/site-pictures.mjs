/**
 * `pnpm screenshots site`: the pictures of the demo that the README and the documentation site show, of a real run: a number
 * is typed on the page, and its code read in the inbox. As WebP, which is a fifth of a PNG.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApp } from '../test/apps/example-app.ts';
import { launchBrowser, openPage } from '../test/page/browser.ts';
import { ROOT } from './workspace.mjs';

const FOLDER = join(ROOT, 'apps/docs/public/screenshots');
const PHONE = { width: 390, height: 700 };
const DESK = { width: 1120, height: 700 };
const QUALITY = 82;
const NUMBER = '4155550199';

export async function makeSitePictures() {
  mkdirSync(FOLDER, { recursive: true });
  const app = await startApp('express');
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser, { viewport: PHONE });
    await page.goto(app.pageUrl);
    await page.locator('#country:not([hidden])').waitFor({ state: 'attached' });
    await page.locator('#number').fill(NUMBER);
    await keep('page-number', page);
    await page.locator('#number').press('Enter');
    await page.locator('#code').waitFor();
    const code = await readCode(app.inboxUrl);
    const { page: inbox } = await openPage(browser, { viewport: DESK });
    await inbox.goto(app.inboxUrl);
    await inbox.locator('#status[data-state="live"]').waitFor();
    await inbox.getByText(code).first().waitFor();
    await keep('page-code', page);
    await keep('inbox', inbox, 1.5);
    await keepBoth(browser, await capture(page, 2), await capture(inbox, 2));
    await inbox.emulateMedia({ colorScheme: 'dark' });
    await keep('inbox-dark', inbox, 1.5);
    await page.locator('#code').fill(code);
    await page
      .getByText(/verified|proven|done/i)
      .first()
      .waitFor();
    await keep('page-verified', page);
    console.log(FOLDER);
  } finally {
    await browser.close();
    await app.end('SIGTERM');
  }
}

/** @param {string} inboxUrl */
async function readCode(inboxUrl) {
  const response = await fetch(`${inboxUrl}/api/v1/code?to=${encodeURIComponent(`+1${NUMBER}`)}&wait=5s`);
  return /** @type {{ code: string }} */ (await response.json()).code;
}

/**
 * One picture for whoever has a minute: the page beside the inbox.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} onPage Base64
 * @param {string} inInbox Base64
 */
async function keepBoth(browser, onPage, inInbox) {
  const { page } = await openPage(browser, { viewport: { width: 1260, height: 560 } });
  await page.setContent(
    `<style>body{margin:0;height:560px;display:flex;gap:20px;align-items:center;justify-content:center;background:#eef1f5}
    img{height:520px;border-radius:10px;box-shadow:0 2px 14px #0003}</style>
    <img src="data:image/webp;base64,${onPage}"><img src="data:image/webp;base64,${inInbox}">`,
    { waitUntil: 'load' },
  );
  await keep('demo', page, 1.5);
}

/**
 * @param {string} name
 * @param {import('playwright-core').Page} page
 * @param {number} [scale] dots for each one of the page: a phone is shown as large as it is, all else as wide as there is room
 */
async function keep(name, page, scale = 1) {
  writeFileSync(join(FOLDER, `${name}.webp`), Buffer.from(await capture(page, scale), 'base64'));
  console.log(name);
}

/**
 * Playwright itself writes PNG and JPEG only.
 *
 * @param {import('playwright-core').Page} page
 * @param {number} scale
 * @returns {Promise<string>} Base64
 */
async function capture(page, scale) {
  await page.waitForTimeout(300);
  const { width, height } = page.viewportSize() ?? PHONE;
  const session = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, width, height, scale };
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY, clip });
  return data;
}
