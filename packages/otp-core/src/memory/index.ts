/** Store and limiter in memory: for tests, development and one-process deployments. */
export { createMemoryCodeStore, type MemoryCodeStoreOptions } from './memory-code-store.ts';
export { createMemoryOnceStore, type MemoryOnceStoreOptions } from './memory-once-store.ts';
export { createMemoryRateLimiter, type MemoryRateLimiterOptions } from './memory-rate-limiter.ts';
