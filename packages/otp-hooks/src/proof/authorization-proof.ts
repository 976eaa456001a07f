import type { KeyedHash } from '../keys/keyed-hash.ts';
import type { Proof } from './proof.ts';

/** The whole header, `Bearer …` or `Basic …` included, compared in constant time. All of them are, whichever fits. */
export function createAuthorizationProof(accepted: readonly string[], keys: KeyedHash): Proof {
  return {
    async isGenuine(headers) {
      const given = headers.get('authorization');
      if (given === null) return false;
      const verdicts = await Promise.all(accepted.map((expected) => keys.isSame(expected, given)));
      return verdicts.includes(true);
    },
  };
}
