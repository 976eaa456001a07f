/** The same specification for all eight: real SDKs, against local servers that speak the vendors' wires. */
import { createInbox } from '@countersign/otp-inbox';
import { afterAll, beforeAll, describe } from 'vitest';
import { engineWithAProvider } from './engine-with-a-provider.ts';
import { warmUp } from './support/provider-bed.ts';
import { PROVIDERS } from './support/providers.ts';

const inbox = createInbox({ port: 0 });

beforeAll(() => inbox.listen());
afterAll(() => inbox.close());

describe.each(PROVIDERS)('an engine with $name behind it', (entry) => {
  beforeAll(() => warmUp([entry], inbox));
  engineWithAProvider(entry, () => inbox);
});
