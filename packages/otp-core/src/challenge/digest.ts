import type { CodeDigest } from '../spec/index.ts';
import type { CodeScope } from './code.ts';
import type { KeyRing, KeySet } from './key-ring.ts';
import { keyedName } from './keyed-hash.ts';

/** What the store compares instead of codes. Bound to subject and purpose: moved elsewhere it matches nothing. */
export function digestCode(keys: KeySet, scope: CodeScope, code: string): CodeDigest {
  return keyedName(keys.digestKey, scope.subject, scope.purpose, code);
}

/** One digest for each secret in force, as the store does not tell which one a challenge was made under. */
export function digestsOfGuess(keys: KeyRing, scope: CodeScope, code: string): readonly CodeDigest[] {
  return keys.all.map((each) => digestCode(each, scope, code));
}

/**
 * What is offered for a guess about an account that does not exist: as many digests, made by as much work, and none that
 * a code can have. The challenge may be one that its owner shares, so the store must not find a right code right.
 */
export function digestsOfDecoyGuess(keys: KeyRing, scope: CodeScope, code: string): readonly CodeDigest[] {
  return digestsOfGuess(keys, scope, `decoy ${code}`);
}
