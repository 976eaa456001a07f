import { createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { describe, it } from 'vitest';
import { createSilentLimiter } from '../test-support/silent-stores.ts';
import { rateLimiterContract } from './rate-limiter-contract.ts';

rateLimiterContract(
  { describe, it },
  {
    name: 'createMemoryRateLimiter',
    createRateLimiter: () => createMemoryRateLimiter(),
    // It has no server that could be silent; this one proves that the cases let a sound limiter pass.
    createSilentLimiter: () => createSilentLimiter(),
  },
);
