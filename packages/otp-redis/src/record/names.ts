/**
 * How names (of challenges, salts, digests) are written in a record: the 22 characters of base64url that the engine
 * makes as their 17 bytes, any other text as it is and a last byte that no packed name ends with.
 * Different names stay different, whatever they hold.
 */
import { OtpMisuseError } from '@countersign/otp-core/adapter';

export const PACKED_LENGTH = 17;
export const ENGINE_NAME = /^[\w-]{22}$/;
/** A packed name ends with four bits of zero. */
export const PLAIN_END = 1;
/** With the last byte its length fits one byte. */
const LONGEST_TEXT = 254;
/** Half of a surrogate pair: sent as UTF-8, all of them would be the same. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** @throws OtpMisuseError naming the field, never its value */
export function checkText(text: unknown, field: string): string {
  if (typeof text === 'string' && isShort(text) && !HALF_CHARACTER.test(text)) return text;
  throw new OtpMisuseError(`${field} must be a text of at most ${LONGEST_TEXT} bytes.`);
}

/** Three bytes at most for each unit of UTF-16: short ones need not be counted. */
function isShort(text: string): boolean {
  return text.length * 3 <= LONGEST_TEXT || (text.length <= LONGEST_TEXT && Buffer.byteLength(text) <= LONGEST_TEXT);
}

export function unpackName(packed: Buffer): string {
  const isPacked = packed.length === PACKED_LENGTH && ((packed[PACKED_LENGTH - 1] ?? 0) & 0x0f) === 0;
  return isPacked ? packed.toString('base64url').slice(0, 22) : packed.toString('utf8', 0, packed.length - 1);
}
