import { createMemoryOnceStore } from '@countersign/otp-core/memory';
import { describe, it } from 'vitest';
import { onceStoreContract } from './once-store-contract.ts';

onceStoreContract({ describe, it }, { name: 'createMemoryOnceStore', createOnceStore: () => createMemoryOnceStore() });
