/**
 * Against the calculator of a provider that bills by it. Where the two are meant to differ: it keeps together what a
 * reader sees as one character (an emoji of several code points, a letter with its marks), and moves all of it to the
 * next segment; 3GPP TS 23.040 knows no such thing and other carriers fill a segment to its last unit. A text of many
 * such characters, longer than one segment, may therefore cost one more there: never one less.
 */
import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { countSegments, type SegmentCount } from './count-segments.ts';

/** What the oracle says; of an empty text it counts the one empty segment, as we do. */
function askOracle(text: string): Omit<SegmentCount, 'unitsPerSegment'> {
  const { encodingName, segments, messageSize, encodedChars } = new SegmentedMessage(text);
  const bits = encodingName === 'GSM-7' ? 7 : 16;
  const foreign = encodedChars.find((character) => !character.isGSM7);
  return {
    encoding: encodingName as SegmentCount['encoding'],
    forcedBy: foreign?.raw ?? null,
    segments: segments.length,
    units: messageSize / bits,
  };
}

const gsm = fc.constantFrom(...' \n\r@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüàaZ09', ...'\f^{}\\[~]|€€€');
const latin = fc.constantFrom(...'abcáçęłőśțūž`’“…–ŷƒ');
const greek = fc.constantFrom(...'αβγδεζηΑΒΕΖΗάέΔΦ');
const cyrillic = fc.constantFrom(...'абвгдежзиыюяЁїґћ');
const emoji = fc.constantFrom('🔒', '😀', '𝟙', '𐍈', '🂡');
const scripts = fc.constantFrom(...'漢字かなカナمرحباשלום');
const joined = fc.constantFrom('👩‍👩‍👧‍👦', '🏳️‍🌈', '👍🏽', '🇩🇪', 'e\u0301', 'กำ', 'नि');

function texts(...characters: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.array(fc.oneof(...characters), { maxLength: 400, size: 'max' }).map((drawn) => drawn.join(''));
}

describe('countSegments and the oracle', () => {
  it.each([
    ['GSM-7', [gsm]],
    ['Latin', [gsm, latin]],
    ['Greek', [gsm, greek]],
    ['Cyrillic', [gsm, cyrillic]],
    ['Cyrillic alone', [cyrillic]],
    ['emoji of one code point', [emoji]],
    ['emoji among letters', [cyrillic, emoji]],
    ['all scripts', [gsm, latin, greek, cyrillic, emoji, scripts]],
  ])('agree on %s', (_, characters) => {
    fc.assert(
      fc.property(texts(...characters), (text) => {
        expect(countSegments(text)).toMatchObject(askOracle(text));
      }),
      { numRuns: 150, seed: 20_260 },
    );
  });

  it('agree on every character of the basic plane but the halves of surrogate pairs', () => {
    const differing: string[] = [];
    for (let unit = 0; unit <= 0xffff; unit += 1) {
      if (unit >= 0xd800 && unit <= 0xdfff) continue;
      const text = String.fromCharCode(unit);
      const { encoding, units } = askOracle(text);
      const ours = countSegments(text);
      if (ours.encoding !== encoding || ours.units !== units) differing.push(unit.toString(16));
    }
    expect(differing).toEqual([]);
  });

  it('agree on encoding and length where several code points make one character, and never count more', () => {
    fc.assert(
      fc.property(texts(joined, emoji, cyrillic), (text) => {
        const ours = countSegments(text);
        const { encoding, units, segments } = askOracle(text);
        expect([ours.encoding, ours.units]).toEqual([encoding, units]);
        expect(ours.segments).toBeLessThanOrEqual(segments);
        if (units <= 70) expect(segments).toBe(1);
      }),
      { numRuns: 300, seed: 20_261 },
    );
    const text = `${'я'.repeat(66)}e\u0301${'я'.repeat(66)}`;
    expect([text.length, countSegments(text).segments, askOracle(text).segments]).toEqual([134, 2, 3]);
  });
});
