import { mergeConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/**
 * The tests that have to notice a broken engine: fast ones, without sockets and browsers.
 *
 * A break may leave a promise open for ever. Stryker ends such a test, after a time that grows with what the tests took on
 * this machine, and says `Timeout`. A short `testTimeout` would call every break noticed while the machine is busy.
 */
const config = mergeConfig(base, { test: { testTimeout: 300_000 } });
config.test.projects = undefined;
// One process a break, and not one a file: a third of the time.
config.test.isolate = false;
config.test.include = [
  'packages/otp-core/src/{engine,challenge,policy,delivery}/**/*.test.ts',
  'packages/otp-core/src/adapter/{provider-answer,within-time}.test.ts',
  'packages/otp-testing/src/code-store-contract/code-store-contract.test.ts',
];
config.test.exclude = ['**/node_modules/**'];

export default config;
