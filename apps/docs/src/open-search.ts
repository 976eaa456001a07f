/** The search of the built site, asked as its search box asks it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import MiniSearch from 'minisearch';

/** As in VitePress' VPLocalSearchBox.vue. */
const OPTIONS = {
  fields: ['title', 'titles', 'text'],
  storeFields: ['title', 'titles'],
  searchOptions: { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 } },
};

/** @returns the links of what is found, best first, each once: `/operations/deploy` */
export async function openSearch(siteFolder: string): Promise<(words: string) => string[]> {
  const chunks = join(siteFolder, 'assets/chunks');
  const file = readdirSync(chunks).find((name) => name.startsWith('@localSearchIndexroot'));
  if (file === undefined) throw new Error(`${chunks} holds no index.`);
  const index: { readonly default: string } = await import(pathToFileURL(join(chunks, file)).href);
  const found = MiniSearch.loadJSON(index.default, OPTIONS);
  return (words) => [...new Set(found.search(words).map(({ id }) => linkOf(String(id))))];
}

function linkOf(id: string): string {
  return id.replace(/#.*$/, '').replace(/(?:\/index)?\.html$/, '');
}
