import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const ROOT = import.meta.dirname;

/** Tests run on the sources; what is built is tested by the package gates and by `test/`. */
function sourceAliases(): Array<{ find: RegExp; replacement: string }> {
  return readdirSync(`${ROOT}/packages`).flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(`${ROOT}/packages/${folder}/package.json`, 'utf8'));
    return Object.keys(exports)
      .filter((path) => path !== './package.json')
      .map((path) => ({
        find: new RegExp(`^${name}${path.slice(1)}$`),
        replacement: `${ROOT}/packages/${folder}/src/${sourceOf(folder, path)}`,
      }));
  });
}

/** Rows of a vendor's settings are a file beside the others; any other entry is the index of its folder. */
function sourceOf(folder: string, path: string): string {
  const settings = `${folder.replace('otp-', '')}-settings.ts`;
  if (path === './settings' && existsSync(`${ROOT}/packages/${folder}/src/${settings}`)) return settings;
  return `${path.slice(2)}${path === '.' ? '' : '/'}index.ts`;
}

const OF_PACKAGES = ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'apps/examples/*/src/**/*.test.ts'];
const OF_STORES = ['packages/otp-redis/**', 'packages/otp-postgres/**', 'packages/test-servers/**'];
/** About the repository itself: what stands in `test/` directly, and what helps the tests. */
const OF_WORKSPACE = ['test/*.test.ts', 'test/scripts/**/*.test.ts', 'test/support/**/*.test.ts'];
const PGLITE = 'test/support/pglite-snapshot.ts';
const COMPILE_CACHE = 'test/support/compile-cache.ts';
const IN_A_BROWSER = '**/*.browser.test.ts';

interface Project {
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  readonly isolate?: boolean;
  readonly globalSetup?: readonly string[];
}

/** Each test is in exactly one, by its folder and name; `vitest --project unit` runs one of them. */
const PROJECTS: Readonly<Record<string, Project>> = {
  /** A process takes many files: starting one for each, and loading everything anew, would be half of the work. */
  unit: { include: OF_PACKAGES, exclude: [IN_A_BROWSER, ...OF_STORES], isolate: false },
  /** Stores, and folders of `test/`: several packages together, with servers and programs of their own. */
  servers: {
    include: [...OF_STORES.map((folder) => `${folder}/*.test.ts`), 'test/*/**/*.test.ts'],
    exclude: [IN_A_BROWSER, ...OF_WORKSPACE],
  },
  browser: { include: [IN_A_BROWSER], globalSetup: ['test/page/browser.ts'] },
  workspace: { include: OF_WORKSPACE, exclude: [IN_A_BROWSER], isolate: false },
};

export default defineConfig({
  resolve: { alias: sourceAliases() },
  test: {
    testTimeout: 20_000,
    // Servers and vendors of the tests mostly wait: a core left free would be a core unused.
    maxWorkers: '100%',
    projects: Object.entries(PROJECTS).map(([name, { include, exclude = [], isolate = true, globalSetup = [] }]) => ({
      extends: true,
      test: {
        name,
        include: [...include],
        exclude: ['**/node_modules/**', '**/.cache/**', ...exclude],
        isolate,
        globalSetup: [PGLITE, COMPILE_CACHE, ...globalSetup],
        setupFiles: [PGLITE],
      },
    })),
  },
});
