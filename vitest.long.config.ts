/** Tests that need a registry and minutes: no part of `npm test`. `npm run test:create` and `npm run test:bundlers` run one each. */
import { defineConfig } from 'vitest/config';

/** Everything is as a user has it: packed, and installed by npm. */
const GLOBAL_SETUP = 'test/support/pack-packages.ts';

export default defineConfig({
  test: {
    reporters: ['verbose', './test/support/last-line-reporter.ts'],
    // Each has the machine's cores for what npm and bundlers do.
    fileParallelism: false,
    projects: ['create', 'bundlers'].map((name) => ({
      extends: true,
      test: {
        name,
        include: [`test/${name}/*.long.ts`],
        globalSetup: [GLOBAL_SETUP],
        testTimeout: 300_000,
        hookTimeout: 600_000,
      },
    })),
  },
});
