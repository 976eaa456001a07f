/**
 * `llms.txt`: the site for programs that read text. First what it is, then every page with its address and its first
 * sentences, in the order of the sidebar. `llms-full.txt` holds the texts themselves.
 */
import { type Page, summaryOf } from './src/page.ts';
import type { SiteGroup } from './src/site-map.ts';

const HEAD = `# Countersign

> One-time passwords over SMS for backend TypeScript: phone verification and a second factor, with any provider.

Every page is also at the same address with \`.md\` in place of \`.html\`.`;

export function writeLlmsText(groups: readonly SiteGroup[], pages: readonly Page[]): string {
  const byLink = new Map(pages.map((page) => [linkOf(page), page]));
  const parts = groups.map(({ text, items }) => {
    const lines = items.map(({ text: name, link }) => {
      const page = byLink.get(link);
      if (page === undefined) throw new Error(`The sidebar leads to ${link}, which is no page.`);
      return `- [${name}](/${page.path}): ${summaryOf(page.markdown)}`;
    });
    return `## ${text}\n\n${lines.join('\n')}`;
  });
  return `${[HEAD, ...parts].join('\n\n')}\n`;
}

export function writeLlmsFullText(groups: readonly SiteGroup[], pages: readonly Page[]): string {
  const byLink = new Map(pages.map((page) => [linkOf(page), page]));
  const texts = groups.flatMap(({ items }) => items.map(({ link }) => byLink.get(link)?.markdown ?? ''));
  return `${HEAD}\n\n${texts.join('\n\n---\n\n')}\n`;
}

/** As the sidebar names it: `/stores/` for `stores/index.md`. */
function linkOf({ path }: Page): string {
  return `/${path.replace(/(?:^|(?<=\/))index\.md$/, '').replace(/\.md$/, '')}`;
}
