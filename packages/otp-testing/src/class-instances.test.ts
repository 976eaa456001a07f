/** Stores, senders and providers that are instances of classes, made by instances of classes: the suites take them as they are. */
import { createMemoryCodeStore, createMemoryOnceStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { describe, expect, it } from 'vitest';
import { codeStoreContract } from './code-store-contract/code-store-contract.ts';
import { callAtOnce } from './code-store-history/call-at-once.ts';
import { recordCodeStore } from './code-store-history/record-code-store.ts';
import { codeStoreModelContract } from './code-store-model/code-store-model-contract.ts';
import { playGuessingRounds } from './guessing-rounds/play-guessing-rounds.ts';
import { onceStoreContract } from './once-store-contract/once-store-contract.ts';
import { rateLimiterContract } from './rate-limiter-contract/rate-limiter-contract.ts';
import { smsSenderContract } from './sms-sender-contract/sms-sender-contract.ts';
import { asInstance } from './test-support/as-instance.ts';
import { arrangePlayedSender, PLAYED_ADAPTER as PLAYED_SENDER } from './test-support/played-sms-sender.ts';
import {
  arrangePlayedProvider,
  PLAYED_ADAPTER as PLAYED_PROVIDER,
} from './test-support/played-verification-provider.ts';
import { createSilentCodeStore, createSilentLimiter, createSilentOnceStore } from './test-support/silent-stores.ts';
import { verificationProviderContract } from './verification-provider-contract/verification-provider-contract.ts';

const RUNNER = asInstance({ describe: (name: string, define: () => void) => describe(name, define), it });
const name = 'an instance of a class';

codeStoreContract(
  RUNNER,
  asInstance({
    name,
    createStore: () => asInstance(createMemoryCodeStore()),
    createSilentStore: () => asInstance(createSilentCodeStore()),
  }),
);

onceStoreContract(
  RUNNER,
  asInstance({
    name,
    createOnceStore: () => asInstance(createMemoryOnceStore()),
    createSilentStore: () => asInstance(createSilentOnceStore()),
  }),
);

rateLimiterContract(
  RUNNER,
  asInstance({
    name,
    createRateLimiter: () => asInstance(createMemoryRateLimiter()),
    createSilentLimiter: () => asInstance(createSilentLimiter()),
  }),
);

codeStoreModelContract(RUNNER, asInstance({ name, createStore: () => asInstance(createMemoryCodeStore()), runs: 3 }));

smsSenderContract(
  RUNNER,
  asInstance({
    name,
    arrange(scenario, word) {
      const arranged = arrangePlayedSender(scenario, word);
      return asInstance({ ...arranged, sender: asInstance(arranged.sender) });
    },
    library: asInstance(PLAYED_SENDER.library),
    createAt: PLAYED_SENDER.createAt,
  }),
);

verificationProviderContract(
  RUNNER,
  asInstance({
    name,
    async arrange(scenario, word) {
      const arranged = await arrangePlayedProvider(scenario, word);
      return asInstance({ ...arranged, provider: asInstance(arranged.provider) });
    },
    library: asInstance(PLAYED_PROVIDER.library),
    createAt: PLAYED_PROVIDER.createAt,
  }),
);

describe('recordCodeStore', () => {
  it('records an instance of a class, and processes that are some play guessing rounds', async () => {
    const store = asInstance(createMemoryCodeStore());
    const processes = ['a', 'b'].map((process) => {
      const recorded = recordCodeStore(store, { process });
      return asInstance({
        async call(requests: Parameters<typeof callAtOnce>[1]) {
          const before = recorded.history.length;
          await callAtOnce(recorded, requests);
          return recorded.history.slice(before);
        },
      });
    });
    expect(await playGuessingRounds({ processes, rounds: 5, guesses: 5 })).toMatchObject({ rounds: 5, unanswered: 0 });
  });
});
