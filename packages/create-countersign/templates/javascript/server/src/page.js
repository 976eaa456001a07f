/** The page at `/`: one file, with its script in it. */
import { readFileSync } from 'node:fs';

export const PAGE = readFileSync('public/index.html', 'utf8');
