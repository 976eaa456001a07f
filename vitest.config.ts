import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Tests run on the sources; what is built is tested by the package gates and by `test/`. */
function sourceAliases(): Array<{ find: RegExp; replacement: string }> {
  return readdirSync('packages').flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(`packages/${folder}/package.json`, 'utf8'));
    return Object.keys(exports)
      .filter((path) => path !== './package.json')
      .map((path) => ({
        find: new RegExp(`^${name}${path.slice(1)}$`),
        replacement: `${import.meta.dirname}/packages/${folder}/src/${sourceOf(folder, path)}`,
      }));
  });
}

/** Rows of a vendor's settings are a file beside the others; any other entry is the index of its folder. */
function sourceOf(folder: string, path: string): string {
  const settings = `${folder.replace('otp-', '')}-settings.ts`;
  if (path === './settings' && existsSync(`packages/${folder}/src/${settings}`)) return settings;
  return `${path.slice(2)}${path === '.' ? '' : '/'}index.ts`;
}

export default defineConfig({
  resolve: { alias: sourceAliases() },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'apps/examples/*/src/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    testTimeout: 20_000,
    // Servers and vendors of the tests mostly wait: a core left free would be a core unused.
    maxWorkers: '100%',
  },
});
