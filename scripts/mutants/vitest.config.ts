import { mergeConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** The tests that have to notice a broken engine: fast ones, without sockets and browsers. */
const config = mergeConfig(base, { test: { testTimeout: 10_000 } });
config.test.projects = undefined;
config.test.include = [
  'packages/otp-core/src/{engine,challenge,policy}/**/*.test.ts',
  'packages/otp-core/src/adapter/{provider-answer,within-time}.test.ts',
  'packages/otp-testing/src/code-store-contract/code-store-contract.test.ts',
];
config.test.exclude = ['**/node_modules/**'];

export default config;
