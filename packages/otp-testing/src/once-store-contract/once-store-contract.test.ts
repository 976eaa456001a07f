import { createMemoryOnceStore } from '@countersign/otp-core/memory';
import { describe, it } from 'vitest';
import { createSilentOnceStore } from '../test-support/silent-stores.ts';
import { onceStoreContract } from './once-store-contract.ts';

onceStoreContract(
  { describe, it },
  {
    name: 'createMemoryOnceStore',
    createOnceStore: () => createMemoryOnceStore(),
    // It has no server that could be silent; this one proves that the cases let a sound store pass.
    createSilentStore: () => createSilentOnceStore(),
  },
);
