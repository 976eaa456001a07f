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
 * The codes a challenge can have, one for each length; only one of them is ever told. Whoever has only the secret
 * lacks the salt, whoever has only the store lacks the key. 48-bit draws, those past the last whole multiple of
 * 10^length thrown away: every code is exactly as likely.
 */
export function deriveCodes(
  keys: KeySet,
  scope: CodeScope,
  salt: string,
  lengths: readonly number[],
): readonly string[] {
  const blocks: Buffer[] = [];
  const drawAt = (index: number): number => {
    const block = Math.floor(index / DRAWS_PER_BLOCK);
    blocks[block] ??= keyedHash(keys.codeKey, salt, scope.subject, scope.purpose, `${block}`);
    return blocks[block].readUIntBE((index % DRAWS_PER_BLOCK) * DRAW_BYTES, DRAW_BYTES);
  };
  return lengths.map((length) => codeOf(drawAt, length));
}

const DRAW_BYTES = 6;
const DRAWS_PER_BLOCK = 5;

function codeOf(drawAt: (index: number) => number, length: number): string {
  const codes = 10 ** length;
  const limit = 2 ** 48 - (2 ** 48 % codes);
  for (let index = 0; ; index += 1) {
    const draw = drawAt(index);
    // Stryker disable next-line EqualityOperator: once in 281,474,976,710,656 draws: only a draw that is exactly the limit tells the two apart
    if (draw < limit) return String(draw % codes).padStart(length, '0');
  }
}
