import { describe, it } from 'vitest';
import { arrangePlayedProvider } from '../test-support/played-verification-provider.ts';
import { verificationProviderContract } from './verification-provider-contract.ts';

verificationProviderContract({ describe, it }, { name: 'a played provider', arrange: arrangePlayedProvider });

verificationProviderContract(
  { describe, it },
  {
    name: 'a played provider whose vendor names no number',
    approvalNames: 'nothing',
    async arrange(scenario) {
      const { provider, ...arranged } = await arrangePlayedProvider(scenario);
      return {
        ...arranged,
        provider: {
          ...provider,
          async check(input, options) {
            const outcome = await provider.check(input, options);
            return outcome.status === 'approved' ? { ...outcome, phoneNumber: null } : outcome;
          },
        },
      };
    },
  },
);

verificationProviderContract(
  { describe, it },
  {
    name: 'a played provider that cannot cancel',
    async arrange(scenario) {
      const { provider, ...arranged } = await arrangePlayedProvider(scenario);
      const { cancel: _cancel, ...others } = provider;
      return { ...arranged, provider: others };
    },
  },
);
