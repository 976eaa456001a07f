/**
 * `pnpm mutants`: breaks the engine's rooms in every small way and sees which breaks no test notices. Takes long, so it is no
 * part of `npm test`. Survivors are listed at the end and in `.cache/mutants/report.json`, which `check-survivors.mjs`
 * compares with what is explained.
 */
export default {
  packageManager: 'pnpm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'scripts/mutants/vitest.config.ts' },
  mutate: [
    'packages/otp-core/src/{engine,challenge,policy}/**/*.ts',
    'packages/otp-core/src/adapter/{provider-answer,within-time}.ts',
    '!**/*.test.ts',
    '!**/test-support/**',
    '!**/index.ts',
  ],
  ignorePatterns: ['.cache', 'coverage', '.turbo'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: '.cache/mutants/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: '.cache/mutants/sandbox',
};
