import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { MADE_FOLDER, SITE_FOLDER } from '../src/site-folders.ts';
import { siteMap } from '../src/site-map.ts';

/** Relative to nothing public: where the site will stand is not decided, and every link is from its own root. */
export default defineConfig({
  title: 'Countersign',
  description: 'One-time passwords over SMS for backend TypeScript.',
  srcDir: MADE_FOLDER,
  outDir: SITE_FOLDER,
  cacheDir: join(MADE_FOLDER, '../vitepress'),
  cleanUrls: false,
  lastUpdated: false,
  metaChunk: false,
  ignoreDeadLinks: 'localhostLinks',
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // `/webhooks/<provider>` is text: what looks like HTML in the packages' texts never is.
    config: (markdown) => void markdown.set({ html: false }),
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: { level: [2, 3] },
    nav: [
      { text: 'Quickstart', link: '/quickstart' },
      { text: 'Find an answer', link: '/find' },
      { text: 'Reference', link: '/reference/settings' },
    ],
    sidebar: siteMap().map(({ text, items, isLong = false }) => ({ text, items: [...items], collapsed: isLong })),
  },
});
