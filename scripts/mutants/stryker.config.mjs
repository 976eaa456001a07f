/**
 * `pnpm mutants`: breaks the engine's rooms in every small way and sees which breaks no test notices. Takes long, so it is no
 * part of `npm test`. `pnpm mutants --mutate packages/otp-core/src/policy/resolve-policy.ts` breaks one file only.
 *
 * A break that no test need notice is switched off on its line, with the reason: `// Stryker disable next-line …: …`. Any
 * other that goes unnoticed is listed and fails the run. `check-reasons.mjs` says which reasons are no longer needed.
 */
export default {
  packageManager: 'pnpm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'scripts/mutants/vitest.config.ts' },
  mutate: [
    'packages/otp-core/src/{engine,challenge,policy,delivery}/**/*.ts',
    'packages/otp-core/src/adapter/{provider-answer,within-time}.ts',
    '!**/*.test.ts',
    '!**/test-support/**',
    '!**/index.ts',
  ],
  ignorePatterns: ['.cache', 'coverage', '.turbo', 'packed'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['progress-append-only', 'clear-text'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 100, low: 100, break: 100 },
  tempDirName: '.cache/mutants/sandbox',
};
