import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { describe, it } from 'vitest';
import { createSilentCodeStore } from '../test-support/silent-stores.ts';
import { codeStoreContract } from './code-store-contract.ts';

codeStoreContract(
  { describe, it },
  {
    name: 'createMemoryCodeStore',
    createStore: () => createMemoryCodeStore(),
    // It has no server that could be silent; this one proves that the cases let a sound store pass.
    createSilentStore: () => createSilentCodeStore(),
  },
);
