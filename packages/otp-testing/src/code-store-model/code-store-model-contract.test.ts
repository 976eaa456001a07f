import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { describe, it } from 'vitest';
import { codeStoreModelContract } from './code-store-model-contract.ts';

codeStoreModelContract(
  { describe, it },
  { name: 'createMemoryCodeStore', createStore: () => createMemoryCodeStore(), runs: 1500 },
);
