/**
 * How many messages a text costs. Carriers send the GSM 7-bit alphabet in septets, and everything in UTF-16 once a
 * single character is outside of it. Sources: 3GPP TS 23.038 (6.2.1, default alphabet and extension table, no national
 * language tables) and 3GPP TS 23.040 (9.2.3.24, concatenation: its header takes 7 septets or 3 UTF-16 units).
 */
import { OtpMisuseError } from '../errors/otp-error.ts';

/** What a text costs. */
export interface SegmentCount {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Messages the carrier sends and bills, at least 1: an empty text, where one is taken at all, is a message too. */
  readonly segments: number;
  /** The length of the text: septets in GSM-7, where a character of the extension table takes two; else UTF-16 units. */
  readonly units: number;
  /** What one segment of this text can hold: 160 or 70 where there is one segment, 153 or 67 where there are more. */
  readonly unitsPerSegment: number;
}

/** What the alphabet has besides printable ASCII. */
const BEYOND_ASCII = '\n\r£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà';
const EXTENSION = '\f^{}\\[~]|€';

const SEPTETS: Uint8Array = /* @__PURE__ */ tabulateSeptets();

/** Septets of a character by its UTF-16 unit: 1, 2 behind an escape, 0 where the alphabet lacks it. */
function tabulateSeptets(): Uint8Array {
  const septets = new Uint8Array('€'.charCodeAt(0) + 1);
  septets.fill(1, ' '.charCodeAt(0), '~'.charCodeAt(0) + 1);
  septets['`'.charCodeAt(0)] = 0;
  for (const character of BEYOND_ASCII) septets[character.charCodeAt(0)] = 1;
  for (const character of EXTENSION) septets[character.charCodeAt(0)] = 2;
  return septets;
}

/**
 * Counts the segments of a text, exactly as they are billed: an escape sequence or a surrogate pair is never split over
 * two segments, so a segment may stay one unit short. Half a surrogate pair counts as the one unit it is.
 * @throws OtpMisuseError for anything but a string.
 *
 * @example
 * countSegments('Your code is 123456.'); // { encoding: 'GSM-7', segments: 1, units: 20, unitsPerSegment: 160 }
 */
export function countSegments(text: string): SegmentCount {
  if (typeof text !== 'string') throw new OtpMisuseError('The text must be a string.');
  const septets = countSeptets(text);
  if (septets === null) {
    const isSingle = text.length <= 70;
    return {
      encoding: 'UCS-2',
      segments: isSingle ? 1 : packUnits(text, 67),
      units: text.length,
      unitsPerSegment: isSingle ? 70 : 67,
    };
  }
  const isSingle = septets <= 160;
  return {
    encoding: 'GSM-7',
    segments: isSingle ? 1 : packSeptets(text, 153),
    units: septets,
    unitsPerSegment: isSingle ? 160 : 153,
  };
}

/** `null` at the first character that the alphabet lacks. */
function countSeptets(text: string): number | null {
  let septets = 0;
  for (let index = 0; index < text.length; index += 1) {
    const width = septetsAt(text, index);
    if (width === 0) return null;
    septets += width;
  }
  return septets;
}

function septetsAt(text: string, index: number): number {
  return SEPTETS[text.charCodeAt(index)] ?? 0;
}

function packSeptets(text: string, capacity: number): number {
  let segments = 1;
  let used = 0;
  for (let index = 0; index < text.length; index += 1) {
    const width = septetsAt(text, index);
    if (used + width > capacity) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return segments;
}

function packUnits(text: string, capacity: number): number {
  let segments = 1;
  let end = capacity;
  while (end < text.length) {
    if (isSurrogatePair(text, end - 1)) end -= 1;
    segments += 1;
    end += capacity;
  }
  return segments;
}

function isSurrogatePair(text: string, index: number): boolean {
  const isHigh = (text.charCodeAt(index) & 0xfc00) === 0xd800;
  return isHigh && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}
