import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createReferenceCodeStore } from './code-store-model/reference-code-store.ts';
import { type ContractRunner, codeStoreContract, codeStoreModelContract, rateLimiterContract } from './index.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** What a user's test file looks like, but for where it finds the suites. */
const NODE_TEST_FILE = `
  import { describe, it } from 'node:test';
  import { createMemoryCodeStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
  import { codeStoreContract, codeStoreModelContract, rateLimiterContract } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};

  const createStore = () => createMemoryCodeStore();
  codeStoreContract({ describe, it }, { name: 'a store', createStore });
  codeStoreModelContract({ describe, it }, { name: 'a store', createStore, runs: 10 });
  rateLimiterContract({ describe, it }, { name: 'a limiter', createRateLimiter: () => createMemoryRateLimiter() });
`;

/** The same file with a store that opens nothing. */
const FAILING_NODE_TEST_FILE = NODE_TEST_FILE.replaceAll(
  'createStore = () => createMemoryCodeStore()',
  "createStore = () => ({ ...createMemoryCodeStore(), issue: async () => ({ status: 'not-found' }) })",
);

/** Registers as jest's globals do: `describe` runs its callback at once and takes no promise, `it` keeps an async one. */
function registerLikeJest(register: (runner: ContractRunner) => void): (() => Promise<void>)[] {
  const tests: (() => Promise<void>)[] = [];
  let depth = 0;
  register({
    describe(_name, define) {
      depth += 1;
      expect(define()).toBeUndefined();
      depth -= 1;
    },
    it(_name, run) {
      expect(depth).toBeGreaterThan(0);
      tests.push(run);
    },
  });
  return tests;
}

function registerAll(runner: ContractRunner): void {
  codeStoreContract(runner, { createStore: createReferenceCodeStore });
  codeStoreModelContract(runner, { createStore: createReferenceCodeStore, runs: 10 });
}

/** Inside the workspace, so that the file finds packages by name. */
async function runNodeTest(source: string): Promise<{ exitCode: number | null; passed: number; failed: number }> {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache/otp-testing-'));
  try {
    const path = join(folder, 'suites.test.mjs');
    writeFileSync(path, source);
    const { NODE_TEST_CONTEXT: _inherited, ...environment } = process.env;
    const child = spawn(process.execPath, ['--test', '--test-reporter=tap', path], { env: environment });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    const exitCode = await new Promise<number | null>((settle, fail) => {
      child.once('error', fail).once('close', settle);
    });
    const count = (word: string) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1]);
    return { exitCode, passed: count('pass'), failed: count('fail') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('ContractRunner', () => {
  it('is satisfied by node:test: every case is a test that passes', async () => {
    const cases = registerLikeJest((runner) => {
      registerAll(runner);
      rateLimiterContract(runner, { createRateLimiter: () => Promise.reject(new Error('not created before it runs')) });
    });
    expect(await runNodeTest(NODE_TEST_FILE)).toEqual({ exitCode: 0, passed: cases.length, failed: 0 });
  });

  it('lets node:test fail where a promise is broken', async () => {
    const run = await runNodeTest(FAILING_NODE_TEST_FILE);
    expect(run.exitCode).toBe(1);
    expect(run.failed).toBeGreaterThan(40);
  });

  it('is satisfied by globals like jest’s', async () => {
    const tests = registerLikeJest(registerAll);
    expect(tests.length).toBeGreaterThan(50);
    for (const test of tests) await test();
  });
});
