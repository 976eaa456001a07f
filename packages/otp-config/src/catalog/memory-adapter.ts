/** The store that needs no package beside the core. */
import type { StoreAdapter } from '@countersign/otp-core/adapter';
import { createMemoryCodeStore, createMemoryOnceStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';

export const memoryAdapter: StoreAdapter = {
  specificationVersion: 'v1',
  kind: 'store-adapter',
  packageName: '@countersign/otp-core',
  open: () => ({
    store: createMemoryCodeStore(),
    rateLimiter: createMemoryRateLimiter(),
    ready: async () => {},
  }),
  openOnce: () => ({
    once: createMemoryOnceStore(),
    rateLimiter: createMemoryRateLimiter(),
    ready: async () => {},
  }),
  probe: async () => 'it is this process.',
};
