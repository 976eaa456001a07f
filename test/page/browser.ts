/** A real Chromium, and pages of it at the sizes and in the schemes that people have. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export const SIZES = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } } as const;
export type Size = keyof typeof SIZES;
export const SCHEMES = ['light', 'dark'] as const;

/** Playwright's own list as of 1.65: Chromium heeds only the last list that it is given. */
const DISABLED_BY_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** Each context is a window, and each window would load two more pages for what drops from its address bar. */
const ADDRESS_BAR_PAGES = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];

/** How every test starts a Chromium. */
const LAUNCH = {
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${[...DISABLED_BY_PLAYWRIGHT, ...ADDRESS_BAR_PAGES].join(',')}`,
  ],
};

/** Where the one is that all files of a test run share. */
const SHARED = 'COUNTERSIGN_SHARED_BROWSER';

/** The shared one where there is one; whoever closes that only says goodbye to it, with all pages of their own. */
export function launchBrowser(): Promise<Browser> {
  const shared = process.env[SHARED];
  return shared === undefined ? chromium.launch(LAUNCH) : chromium.connect(shared);
}

/** Before all files of the project `browser`: each start of a browser costs more than most of them. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await chromium.launchServer(LAUNCH);
  process.env[SHARED] = server.wsEndpoint();
  return () => server.close();
}

export interface OpenPage {
  readonly page: Page;
  /** Errors of scripts and of the console, but for the failures that a test asked for. */
  readonly problems: readonly string[];
}

/** In a context of its own: nothing is kept from one test for the next. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: SIZES.wide,
    locale: 'en-US',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    const isAskedFor = /status of [45]|net::ERR_(?:FAILED|INTERNET_DISCONNECTED)/.test(message.text());
    if (message.type() === 'error' && !isAskedFor) problems.push(message.text());
  });
  return { page, problems };
}
