/** Makes the pages, builds the site, checks its links and asks its search. Ends with 1 and says why where anything is wrong. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'vitepress';
import { writeLlmsFullText, writeLlmsText } from '../llms.ts';
import { findBrokenLinks } from './find-broken-links.ts';
import { makePages } from './make-pages.ts';
import { measurementPictures } from './measurements.ts';
import { openSearch } from './open-search.ts';
import { pageOf, readerTasks } from './reader-tasks.ts';
import { ROOT } from './repository.ts';
import { MADE_FOLDER, SITE_FOLDER } from './site-folders.ts';
import { siteMap } from './site-map.ts';

const startedMs = Date.now();
const pages = makePages();
rmSync(MADE_FOLDER, { recursive: true, force: true });
for (const { path, markdown, isUnsearched = false } of pages) {
  write(join(MADE_FOLDER, path), isUnsearched ? `---\nsearch: false\n---\n\n${markdown}` : markdown);
}
cpSync(join(ROOT, 'apps/docs/public'), join(MADE_FOLDER, 'public'), { recursive: true });
for (const { path, svg } of measurementPictures()) write(join(MADE_FOLDER, 'public', path), svg);

await build(join(ROOT, 'apps/docs'));

for (const { path, markdown } of pages) write(join(SITE_FOLDER, path), markdown);
write(join(SITE_FOLDER, 'llms.txt'), writeLlmsText(siteMap(), pages));
write(join(SITE_FOLDER, 'llms-full.txt'), writeLlmsFullText(siteMap(), pages));

const broken = findBrokenLinks(SITE_FOLDER);
for (const { page, target } of broken) console.error(`${page} links to ${target}, which leads nowhere.`);
const search = await openSearch(SITE_FOLDER);
const lost = readerTasks().filter(({ way, search: words }) => !search(words).slice(0, 3).includes(pageOf(way)));
for (const { way, search: words } of lost) {
  console.error(`The search for "${words}" finds ${search(words).slice(0, 3).join(', ')}, and not ${pageOf(way)}.`);
}
if (broken.length + lost.length > 0) process.exitCode = 1;
else console.log(`${pages.length} pages in ${SITE_FOLDER}, after ${Math.round((Date.now() - startedMs) / 1000)} s`);

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
