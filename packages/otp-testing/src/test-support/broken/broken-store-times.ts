/** Stores and limiters that break what a call may say of its time. */
import { createMemoryOnceStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { codeStoreContract } from '../../code-store-contract/code-store-contract.ts';
import { createReferenceCodeStore } from '../../code-store-model/reference-code-store.ts';
import { onceStoreContract } from '../../once-store-contract/once-store-contract.ts';
import { rateLimiterContract } from '../../rate-limiter-contract/rate-limiter-contract.ts';
import {
  createSilentCodeStore,
  createSilentLimiter,
  createSilentOnceStore,
  OWN_TIMEOUT_MS,
  type Patience,
} from '../silent-stores.ts';
import type { Proof } from './proof.ts';

const PATIENCES: readonly (readonly [name: string, patience: Patience])[] = [
  ['does not look at the time that it is told', () => OWN_TIMEOUT_MS],
  ['takes the time that it is told for its own', (options) => options?.timeoutMs ?? OWN_TIMEOUT_MS],
];

const TAKES_ANY_TIME = 'goes on where its time is none';

export const BROKEN_STORE_TIMES: readonly Proof[] = [
  ...PATIENCES.map(
    ([name, patience]): Proof => ({
      name,
      register: (runner) =>
        codeStoreContract(runner, {
          createStore: createReferenceCodeStore,
          createSilentStore: () => createSilentCodeStore(patience),
        }),
    }),
  ),
  {
    name: TAKES_ANY_TIME,
    register: (runner) =>
      codeStoreContract(runner, {
        createStore() {
          const { issue, redeem, settle, discard, unlock, ...store } = createReferenceCodeStore();
          return {
            ...store,
            issue: (input) => issue(input),
            redeem: (input) => redeem(input),
            settle: (input) => settle(input),
            discard: (input) => discard(input),
            unlock: (input) => unlock(input),
          };
        },
      }),
  },
];

export const BROKEN_LIMITER_TIMES: readonly Proof[] = [
  ...PATIENCES.map(
    ([name, patience]): Proof => ({
      name,
      register: (runner) =>
        rateLimiterContract(runner, {
          createRateLimiter: () => createMemoryRateLimiter(),
          createSilentLimiter: () => createSilentLimiter(patience),
        }),
    }),
  ),
  {
    name: TAKES_ANY_TIME,
    register: (runner) =>
      rateLimiterContract(runner, {
        createRateLimiter() {
          const { take, ...limiter } = createMemoryRateLimiter();
          return { ...limiter, take: (windows, nowMs) => take(windows, nowMs) };
        },
      }),
  },
];

export const BROKEN_ONCE_STORE_TIMES: readonly Proof[] = [
  ...PATIENCES.map(
    ([name, patience]): Proof => ({
      name,
      register: (runner) =>
        onceStoreContract(runner, {
          createOnceStore: () => createMemoryOnceStore(),
          createSilentStore: () => createSilentOnceStore(patience),
        }),
    }),
  ),
  {
    name: TAKES_ANY_TIME,
    register: (runner) =>
      onceStoreContract(runner, {
        createOnceStore() {
          const { claim, record, release, ...store } = createMemoryOnceStore();
          return {
            ...store,
            claim: (input) => claim(input),
            record: (input) => record(input),
            release: (input) => release(input),
          };
        },
      }),
  },
];
