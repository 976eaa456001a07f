import { describe, it } from 'vitest';
import { codeStoreContract } from '../code-store-contract/code-store-contract.ts';
import { createReferenceCodeStore } from './reference-code-store.ts';

codeStoreContract({ describe, it }, { name: 'createReferenceCodeStore', createStore: createReferenceCodeStore });
