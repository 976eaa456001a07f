import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { labelCells } from '../src/label-cells.ts';
import { MADE_FOLDER, SITE_FOLDER } from '../src/site-folders.ts';
import { siteMap } from '../src/site-map.ts';

const WITHOUT_SCRIPT = `
  .VPNavBarSearch, .VPNavBarAppearance, .VPNavBarHamburger, .VPLocalNav { display: none !important }
  .VPNavBarMenu { display: flex !important }
  .VPNavBarMenuLink { padding: 0 4px !important; font-size: 13px !important }
  .VPSidebar .caret { display: none }
  .VPSidebarItem.collapsed .items { display: block !important }
`;

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
  head: [
    ['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }],
    // Buttons that need JavaScript, and in their place the links that narrow pages hide behind one of them.
    ['noscript', {}, `<style>${WITHOUT_SCRIPT}</style>`],
  ],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // `/webhooks/<provider>` is text: what looks like HTML in the packages' texts never is.
    config: (markdown) => {
      markdown.set({ html: false });
      labelCells(markdown);
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: { level: 2 },
    nav: [
      { text: 'Quickstart', link: '/quickstart' },
      { text: 'Find an answer', link: '/find' },
      { text: 'Reference', link: '/reference/settings' },
    ],
    sidebar: siteMap().map(({ text, items, isLong = false }) => ({ text, items: [...items], collapsed: isLong })),
  },
});
