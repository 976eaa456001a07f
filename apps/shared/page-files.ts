/** Where the page lies, and which files of packages it is served with: a browser imports them as they are, nothing is built. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PAGE_FOLDER = fileURLToPath(new URL('./page', import.meta.url));

const PHONE_NUMBERS = dirname(createRequire(import.meta.url).resolve('libphonenumber-js/package.json'));

/** Paths of the site, and the file behind each. */
export const PACKAGE_FILES: Readonly<Record<string, string>> = {
  '/packages/otp-client.js': fileURLToPath(import.meta.resolve('@countersign/otp-web/client')),
  '/packages/otp-client-languages.js': fileURLToPath(import.meta.resolve('@countersign/otp-web/client/languages')),
  '/packages/phone-numbers.js': join(PHONE_NUMBERS, 'bundle/libphonenumber-min.js'),
  '/packages/phone-number-examples.json': join(PHONE_NUMBERS, 'examples.mobile.json'),
};
