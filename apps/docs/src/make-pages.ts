/** Every page of the site: those written here, and those made from the packages' own texts. */
import { entryPages } from './entry-pages.ts';
import { expandDirectives } from './expand-directives.ts';
import { frameworkPages } from './framework-pages.ts';
import { isTakenOver, packageTexts } from './package-texts.ts';
import type { Page } from './page.ts';
import { filesBelow, readText } from './repository.ts';
import { rewriteLinks } from './rewrite-links.ts';

const WRITTEN = 'apps/docs/pages';

/** Lists of links and of proofs: they hold the words of every question, and the answer to none. */
const UNSEARCHED = new Set(['apps/docs/pages/find.md', 'packages/otp-testing/docs/proofs.md']);

export function makePages(): Page[] {
  const texts = packageTexts();
  const pageOf = new Map(texts.map(({ source, page }) => [source, page]));
  const written = writtenPages();
  const taken = texts.filter(isTakenOver).map(({ source, page }) => ({
    path: fileOf(page),
    isUnsearched: UNSEARCHED.has(source),
    markdown: rewriteLinks(readText(source), source, pageOf),
  }));
  return [...written, ...entryPages(written), ...frameworkPages(pageOf), ...taken];
}

/** With the tables that they are to have. */
export function writtenPages(): Page[] {
  const pageOf = new Map(packageTexts().map(({ source, page }) => [source, page]));
  return filesBelow(WRITTEN, '.md').map((source) => ({
    path: source.slice(WRITTEN.length + 1),
    isUnsearched: UNSEARCHED.has(source),
    markdown: expandDirectives(readText(source), pageOf),
  }));
}

/** `/packages/otp-core/` is the file `packages/otp-core/index.md`. */
function fileOf(page: string): string {
  return `${page.slice(1)}${page.endsWith('/') ? 'index' : ''}.md`;
}
