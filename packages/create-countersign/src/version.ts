import { readFileSync } from 'node:fs';

/** Of this package, beside the folder of this file, built or not. */
export const { version: VERSION } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
