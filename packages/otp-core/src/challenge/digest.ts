import type { CodeDigest, LengthDigest } from '../spec/index.ts';
import type { CodeScope } from './code.ts';
import type { KeyRing, KeySet } from './key-ring.ts';
import { keyedName } from './keyed-hash.ts';

/** What the store compares instead of codes. Bound to subject and purpose: moved elsewhere it matches nothing. @internal */
export function digestCode(keys: KeySet, scope: CodeScope, code: string): CodeDigest {
  return keyedName(keys.digestKey, scope.subject, scope.purpose, code);
}

/** The digests a store may choose from. It needs the first of them nearly always, and hardly ever another. */
export function digestsOfCodes(keys: KeySet, scope: CodeScope, codes: readonly string[]): readonly LengthDigest[] {
  return codes.map((code, index) =>
    // Stryker disable next-line ConditionalExpression,EqualityOperator: time, not behaviour: a digest is made that nobody reads, or made later
    index === 0
      ? { length: code.length, digest: digestCode(keys, scope, code) }
      : new DigestOnDemand(keys, scope, code),
  );
}

/** Made when it is read. What it is made of is private, as stores see no codes, however they look at what they are given. */
class DigestOnDemand implements LengthDigest {
  readonly length: number;
  readonly #keys: KeySet;
  readonly #scope: CodeScope;
  readonly #code: string;

  constructor(keys: KeySet, scope: CodeScope, code: string) {
    this.length = code.length;
    this.#keys = keys;
    this.#scope = scope;
    this.#code = code;
  }

  get digest(): CodeDigest {
    return digestCode(this.#keys, this.#scope, this.#code);
  }

  toJSON(): LengthDigest {
    return { length: this.length, digest: this.digest };
  }
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
