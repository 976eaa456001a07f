/**
 * How many messages a text costs. Carriers send the GSM 7-bit alphabet in septets, and everything in UTF-16 once a
 * single character is outside of it. Sources: 3GPP TS 23.038 (6.2.1, default alphabet and extension table, no national
 * language tables) and 3GPP TS 23.040 (9.2.3.24, concatenation: its header takes 7 septets or 3 UTF-16 units).
 */
import { OtpMisuseError } from '../errors/otp-error.ts';

/** What a text costs. */
export interface SegmentCount {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** The first character that GSM-7 lacks, whole, as the text has it: the one to reword. `null` in GSM-7. */
  readonly forcedBy: string | null;
  /** Messages the carrier sends and bills, at least 1: an empty text, where one is taken at all, is a message too. */
  readonly segments: number;
  /** The length of the text: septets in GSM-7, where a character of the extension table takes two; else UTF-16 units. */
  readonly units: number;
  /** What one segment of this text can hold: 160 or 70 where there is one segment, 153 or 67 where there are more. */
  readonly unitsPerSegment: number;
}

/** Nearly every text: printable ASCII that takes a septet each. */
const PLAIN = /^[\n\r !-Z_a-z]*$/;

/** Two septets each: they stand behind an escape. */
const EXTENSION = /[\f^{}\\[~\]|€]/;

/** Whatever neither table has. Of printable ASCII that is the backtick. */
const FOREIGN = /[^\n\f\r -_a-~¡£-¥§¿Ä-ÇÉÑÖØÜßàä-æèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ€]/u;

/**
 * Counts the segments of a text, exactly as they are billed: an escape sequence or a surrogate pair is never split over
 * two segments, so a segment may stay one unit short. Half a surrogate pair counts as the one unit it is.
 * @throws OtpMisuseError for anything but a string.
 *
 * @example
 * countSegments('Your code is 123456.');
 * // { encoding: 'GSM-7', forcedBy: null, segments: 1, units: 20, unitsPerSegment: 160 }
 */
export function countSegments(text: string): SegmentCount {
  if (typeof text !== 'string') throw new OtpMisuseError('The text must be a string.');
  if (text.length <= 160 && PLAIN.test(text)) {
    return { encoding: 'GSM-7', forcedBy: null, segments: 1, units: text.length, unitsPerSegment: 160 };
  }
  const forcedBy = FOREIGN.exec(text)?.[0] ?? null;
  const [encoding, alone, concatenated] =
    forcedBy === null ? (['GSM-7', 160, 153] as const) : (['UCS-2', 70, 67] as const);
  let units = 0;
  let segments = 1;
  let used = 0;
  for (const character of text) {
    const width = forcedBy === null && EXTENSION.test(character) ? 2 : character.length;
    units += width;
    used += width;
    if (used > concatenated) {
      segments += 1;
      used = width;
    }
  }
  return units > alone
    ? { encoding, forcedBy, segments, units, unitsPerSegment: concatenated }
    : { encoding, forcedBy, segments: 1, units, unitsPerSegment: alone };
}
