/** Where the site is made, outside of what is committed. */
import { join } from 'node:path';
import { ROOT } from './repository.ts';

/** The pages as Markdown, which VitePress reads. */
export const MADE_FOLDER = join(ROOT, '.cache/docs/pages');

/** The site: HTML, its search index and `llms.txt`. */
export const SITE_FOLDER = join(ROOT, '.cache/docs/site');
