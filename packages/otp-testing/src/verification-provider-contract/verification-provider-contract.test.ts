import { describe, it } from 'vitest';
import { arrangePlayedProvider, PLAYED_ADAPTER } from '../test-support/played-verification-provider.ts';
import { verificationProviderContract } from './verification-provider-contract.ts';

verificationProviderContract(
  { describe, it },
  { name: 'a played provider', arrange: arrangePlayedProvider, ...PLAYED_ADAPTER },
);

verificationProviderContract(
  { describe, it },
  {
    name: 'a played provider whose vendor names no number',
    approvalNames: 'nothing',
    async arrange(scenario, word) {
      const { provider, ...arranged } = await arrangePlayedProvider(scenario, word);
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
    async arrange(scenario, word) {
      const { provider, ...arranged } = await arrangePlayedProvider(scenario, word);
      const { cancel: _cancel, ...others } = provider;
      return { ...arranged, provider: others };
    },
  },
);
