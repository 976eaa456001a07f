import { createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { describe, it } from 'vitest';
import { rateLimiterContract } from './rate-limiter-contract.ts';

rateLimiterContract(
  { describe, it },
  { name: 'createMemoryRateLimiter', createRateLimiter: () => createMemoryRateLimiter() },
);
