import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { describe, it } from 'vitest';
import { codeStoreContract } from './code-store-contract.ts';

codeStoreContract({ describe, it }, { name: 'createMemoryCodeStore', createStore: () => createMemoryCodeStore() });
