import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OtpMisuseError } from '../errors/otp-error.ts';
import { countSegments, type SegmentCount } from './count-segments.ts';

/** 3GPP TS 23.038, 6.2.1, by code point and in table order, column by column. */
const BASIC_CODE_POINTS = [
  [0x40, 0xa3, 0x24, 0xa5, 0xe8, 0xe9, 0xf9, 0xec, 0xf2, 0xc7, 0x0a, 0xd8, 0xf8, 0x0d, 0xc5, 0xe5],
  [0x394, 0x5f, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398, 0x39e, 0xc6, 0xe6, 0xdf, 0xc9],
  [0x20, 0x21, 0x22, 0x23, 0xa4, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f],
  [0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f],
  [0xa1, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f],
  [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0xc4, 0xd6, 0xd1, 0xdc, 0xa7],
  [0xbf, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
  [0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0xe4, 0xf6, 0xf1, 0xfc, 0xe0],
].flat();
const EXTENSION_CODE_POINTS = [0x0c, 0x5e, 0x7b, 0x7d, 0x5c, 0x5b, 0x7e, 0x5d, 0x7c, 0x20ac];

const BASIC = BASIC_CODE_POINTS.map((codePoint) => String.fromCodePoint(codePoint));
const EXTENSION = EXTENSION_CODE_POINTS.map((codePoint) => String.fromCodePoint(codePoint));

/** Says the same in another way: writes the segments down, symbol by symbol, and counts them. */
function countByHand(text: string): SegmentCount {
  const symbols = Array.from(text);
  const forcedBy = symbols.find((symbol) => !BASIC.includes(symbol) && !EXTENSION.includes(symbol)) ?? null;
  const isGsm = forcedBy === null;
  const encoded = symbols.map((symbol) => (isGsm && EXTENSION.includes(symbol) ? ['ESC', symbol] : symbol.split('')));
  const [single, concatenated] = isGsm ? [160, 153] : [70, 67];
  const units = encoded.flat().length;
  const pages: string[][] = [[]];
  for (const sequence of encoded) {
    const page = pages.at(-1);
    if (page !== undefined && page.length + sequence.length <= concatenated) page.push(...sequence);
    else pages.push([...sequence]);
  }
  return {
    encoding: isGsm ? 'GSM-7' : 'UCS-2',
    forcedBy,
    segments: units <= single ? 1 : pages.length,
    units,
    unitsPerSegment: units <= single ? single : concatenated,
  };
}

describe('countSegments', () => {
  it('knows all 127 characters of the default alphabet and all ten of its extension', () => {
    expect(new Set(BASIC).size).toBe(127);
    for (const character of BASIC) expect(countSegments(character)).toMatchObject({ encoding: 'GSM-7', units: 1 });
    for (const character of EXTENSION) expect(countSegments(character)).toMatchObject({ encoding: 'GSM-7', units: 2 });
  });

  it('knows no other character of the basic plane', () => {
    const known = new Set([...BASIC, ...EXTENSION]);
    const mistaken: number[] = [];
    for (let unit = 0; unit <= 0xffff; unit += 1) {
      const character = String.fromCharCode(unit);
      if (!known.has(character) && countSegments(character).encoding !== 'UCS-2') mistaken.push(unit);
    }
    expect(mistaken).toEqual([]);
  });

  it.each<[string, string, Omit<SegmentCount, 'forcedBy'>]>([
    ['an empty text, as one message', '', { encoding: 'GSM-7', segments: 1, units: 0, unitsPerSegment: 160 }],
    ['160 septets', 'x'.repeat(160), { encoding: 'GSM-7', segments: 1, units: 160, unitsPerSegment: 160 }],
    ['161 septets', 'x'.repeat(161), { encoding: 'GSM-7', segments: 2, units: 161, unitsPerSegment: 153 }],
    ['306 septets', 'x'.repeat(306), { encoding: 'GSM-7', segments: 2, units: 306, unitsPerSegment: 153 }],
    ['307 septets', 'x'.repeat(307), { encoding: 'GSM-7', segments: 3, units: 307, unitsPerSegment: 153 }],
    ['80 euros', '€'.repeat(80), { encoding: 'GSM-7', segments: 1, units: 160, unitsPerSegment: 160 }],
    ['81 euros', '€'.repeat(81), { encoding: 'GSM-7', segments: 2, units: 162, unitsPerSegment: 153 }],
    [
      '153 euros, 76 to a segment',
      '€'.repeat(153),
      { encoding: 'GSM-7', segments: 3, units: 306, unitsPerSegment: 153 },
    ],
    [
      'an escape that would straddle two segments',
      `${'x'.repeat(152)}{${'x'.repeat(152)}`,
      { encoding: 'GSM-7', segments: 3, units: 306, unitsPerSegment: 153 },
    ],
    ['70 units', 'я'.repeat(70), { encoding: 'UCS-2', segments: 1, units: 70, unitsPerSegment: 70 }],
    ['71 units', 'я'.repeat(71), { encoding: 'UCS-2', segments: 2, units: 71, unitsPerSegment: 67 }],
    ['134 units', 'я'.repeat(134), { encoding: 'UCS-2', segments: 2, units: 134, unitsPerSegment: 67 }],
    ['135 units', 'я'.repeat(135), { encoding: 'UCS-2', segments: 3, units: 135, unitsPerSegment: 67 }],
    ['35 emoji', '🔒'.repeat(35), { encoding: 'UCS-2', segments: 1, units: 70, unitsPerSegment: 70 }],
    ['67 emoji, 33 to a segment', '🔒'.repeat(67), { encoding: 'UCS-2', segments: 3, units: 134, unitsPerSegment: 67 }],
    [
      'a pair that would straddle two segments',
      `${'я'.repeat(66)}🔒${'я'.repeat(66)}`,
      { encoding: 'UCS-2', segments: 3, units: 134, unitsPerSegment: 67 },
    ],
    [
      'lone low surrogates, one unit each',
      '\udc00'.repeat(134),
      { encoding: 'UCS-2', segments: 2, units: 134, unitsPerSegment: 67 },
    ],
    ['lone high surrogates', '\ud83d'.repeat(134), { encoding: 'UCS-2', segments: 2, units: 134, unitsPerSegment: 67 }],
    [
      'extension characters in UCS-2 singly',
      `я${'€'.repeat(69)}`,
      { encoding: 'UCS-2', segments: 1, units: 70, unitsPerSegment: 70 },
    ],
  ])('counts %s', (_, text, expected) => {
    expect(countSegments(text)).toMatchObject(expected);
    expect(countByHand(text)).toEqual(countSegments(text));
  });

  it.each(['’', '“', '—', '…', 'ê', 'ç', '`', '\t', '\x1b', '\0', '\u00a0', 'Α', 'α', '\u2126', '漢'])(
    'turns a whole text to UCS-2 for one %j',
    (character) => {
      expect(countSegments(`${'x'.repeat(70)}${character}`)).toMatchObject({ encoding: 'UCS-2', segments: 2 });
    },
  );

  it.each([
    ['Your code is 123456.', null],
    ['', null],
    ['`', '`'],
    ['Your code’s 123456 – soon…', '’'],
    ['Twój kod: ąę', 'ó'],
    ['€{}^ 🔒 ’', '🔒'],
    ['e\u0301', '\u0301'],
    ['👩\u200d👩\u200d👧', '👩'],
    ['x\ud83dx', '\ud83d'],
    ['x\udd12\ud83d', '\udd12'],
  ])('names the first character that GSM-7 lacks, whole: of %j, %j', (text, forcedBy) => {
    expect(countSegments(text).forcedBy).toBe(forcedBy);
  });

  it('agrees with a count by hand on any text', () => {
    const gsm = fc.constantFrom(...BASIC, ...EXTENSION, ...EXTENSION);
    const other = fc.constantFrom('я', '🔒', '\ud83d', '\udd12', 'ê', 'x', '€', '👩‍👩‍👧');
    const textOf = (unit: fc.Arbitrary<string>) =>
      fc.array(unit, { minLength: 0, maxLength: 500, size: 'max' }).map((units) => units.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          textOf(gsm),
          textOf(other),
          textOf(fc.constantFrom('x', '€')),
          fc.string({ unit: 'binary', size: 'large' }),
        ),
        (text) => {
          expect(countSegments(text)).toEqual(countByHand(text));
        },
      ),
      { numRuns: 1000, seed: 20_253 },
    );
  });

  it('counts a text of millions of characters', () => {
    expect(countSegments('x'.repeat(5_000_000)).segments).toBe(Math.ceil(5_000_000 / 153));
    expect(countSegments('я'.repeat(5_000_000)).segments).toBe(Math.ceil(5_000_000 / 67));
  });

  it.each<unknown>([undefined, null, 7, {}, ['x'], Object('x'), Symbol('x')])('refuses %s', (text) => {
    expect(() => countSegments(text as string)).toThrow(OtpMisuseError);
  });
});
