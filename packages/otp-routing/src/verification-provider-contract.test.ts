/** A route is a provider like any other; named like its vendor, as failures name the vendor they are about. */
import type { VerificationProvider } from '@countersign/otp-core/spec';
import { createScriptedVerificationProvider, verificationProviderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import { arrangeProvider } from './test-support/arrange-provider.ts';
import { refused } from './test-support/failures.ts';
import { withProviderFailover } from './with-provider-failover.ts';

const providerId = 'played';
/** The dead vendor comes first again after the start that each test begins with. */
const options = { providerId, onRepeat: 'another' } as const;

function deadVendor(): VerificationProvider {
  return {
    ...createScriptedVerificationProvider({ providerId: 'dead', checkByNumber: true }),
    start: async () => refused('dead', 'unavailable'),
    check: async () => ({ status: 'not-found' }),
  };
}

function keepsContract(name: string, route: (vendor: VerificationProvider) => VerificationProvider): void {
  verificationProviderContract(
    { describe, it },
    { name, arrange: (scenario, word) => arrangeProvider(scenario, word, route) },
  );
}

keepsContract('a provider failover of one', (vendor) => withProviderFailover([vendor], { providerId }));

keepsContract('a provider failover from a dead vendor', (vendor) =>
  withProviderFailover([deadVendor(), vendor], options),
);

keepsContract('a provider failover within another', (vendor) =>
  withProviderFailover([withProviderFailover([deadVendor(), vendor], { ...options, providerId: 'inner' })], options),
);
