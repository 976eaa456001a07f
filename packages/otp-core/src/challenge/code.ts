/** Codes: drawn at random, or derived from a salt so that they need not be stored to be repeated. */
import { randomInt } from 'node:crypto';
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { SubjectKey } from '../spec/index.ts';
import type { KeySet } from './key-ring.ts';
import { keyedHash } from './keyed-hash.ts';

export const MINIMUM_CODE_LENGTH = 4;
export const MAXIMUM_CODE_LENGTH = 10;

/**
 * A code of `length` uniformly random decimal digits, 4 to 10, leading zeros included.
 *
 * @example
 * generateCode(6); // '042817'
 */
export function generateCode(length = 6): string {
  if (!Number.isInteger(length) || length < MINIMUM_CODE_LENGTH || length > MAXIMUM_CODE_LENGTH) {
    throw new OtpMisuseError(`A code has ${MINIMUM_CODE_LENGTH} to ${MAXIMUM_CODE_LENGTH} digits.`);
  }
  return String(randomInt(10 ** length)).padStart(length, '0');
}

/** What a code depends on besides the secret. */
export interface CodeScope {
  readonly subject: SubjectKey;
  readonly purpose: string;
}

/**
 * The code of a challenge. Whoever has only the secret lacks the salt, whoever has only the store lacks the key.
 * 48-bit draws, those past the last whole multiple of 10^length thrown away: every code is exactly as likely.
 */
export function deriveCode(keys: KeySet, scope: CodeScope, salt: string, length: number): string {
  const codes = 10 ** length;
  const limit = 2 ** 48 - (2 ** 48 % codes);
  for (let block = 0; ; block += 1) {
    const bytes = keyedHash(keys.codeKey, salt, scope.subject, scope.purpose, `${length}`, `${block}`);
    for (let offset = 0; offset + 6 <= bytes.length; offset += 6) {
      const draw = bytes.readUIntBE(offset, 6);
      if (draw < limit) return String(draw % codes).padStart(length, '0');
    }
  }
}
