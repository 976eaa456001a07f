import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTypedCode } from './typed-code.ts';

/** Every decimal digit that this Node knows, in the order of Unicode. */
const DECIMAL_DIGITS = Array.from({ length: 0x11_0000 }, (_, codePoint) => codePoint)
  .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
  .map((codePoint) => String.fromCodePoint(codePoint))
  .filter((character) => /^\p{Nd}$/u.test(character));

/** The ten digits of a numbering system as the CLDR lists them, which knows nothing of our counting. */
function digitsOf(numberingSystem: string): readonly string[] {
  const format = new Intl.NumberFormat('en', { numberingSystem, useGrouping: false });
  return Array.from({ length: 10 }, (_, value) => format.format(value));
}

const SYSTEMS = Intl.supportedValuesOf('numberingSystem')
  .map(digitsOf)
  .filter((digits) => digits.every((digit) => /^\p{Nd}$/u.test(digit)));

const BLANKS = [...'\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2003\u2007\u2009\u200a\u2028\u2029\u202f\u205f\u3000'];
const DASHES = [
  ...'-\u00ad\u058a\u05be\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u301c\u30fc\ufe58\ufe63\uff0d\uff70',
];
const MARKS = [
  ...'\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u202d\u202e\u2060\u2063\u2066\u2067\u2068\u2069\ufe0f\ufeff',
];

const code = fc.stringMatching(/^[0-9]{4,10}$/);
const between = fc.array(fc.constantFrom('', '', '', ...BLANKS, ...DASHES), { minLength: 10, maxLength: 10 });
const around = fc.string({ unit: fc.constantFrom(...BLANKS, ...DASHES, ...MARKS), maxLength: 20 });

describe('readTypedCode', () => {
  it('knows the digits of every script there is', () => {
    expect(SYSTEMS.length).toBeGreaterThan(60);
    for (const digits of SYSTEMS) {
      expect(digits.map((digit) => readTypedCode(digit))).toEqual([...'0123456789']);
    }
  });

  it('takes every decimal digit of Unicode for the value it has in its row', () => {
    expect(DECIMAL_DIGITS.length).toBeGreaterThan(600);
    expect(DECIMAL_DIGITS.length % 10).toBe(0);
    DECIMAL_DIGITS.forEach((digit, index) => {
      expect(readTypedCode(digit)).toBe(String(index % 10));
    });
  });

  it('reads the same code whatever it is typed with, and whatever is typed or copied around it', () => {
    const systems = fc.array(fc.constantFrom(...SYSTEMS), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(code, systems, between, around, around, (sent, scripts, separators, before, behind) => {
        const typed = [...sent]
          .map((digit, index) => `${scripts[index]?.[Number(digit)]}${separators[index]}`)
          .join('');
        expect(readTypedCode(`${before}${typed}${behind}`)).toBe(sent);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([...BLANKS, ...DASHES])('reads past %j inside', (separator) => {
    expect(readTypedCode(`042${separator}817`)).toBe('042817');
  });

  it.each(MARKS)('reads past %j at the edges and nowhere else', (mark) => {
    expect(readTypedCode(`${mark}042 817${mark}\n`)).toBe('042817');
    expect(readTypedCode(`042${mark}817`)).toBeNull();
  });

  it.each([
    ...[...'+.,:;/\\|\'"`´’“”()[]{}<>#*_~=@!?%&^$'].map((sign) => `042${sign}817`),
    ...[
      '+042817',
      '042817.',
      '"042817"',
      '(042817)',
      '[042817]',
      '’042817',
      '＋042817',
      '042,817',
      '042٫817',
      '042．817',
    ],
    ...['O42817', 'o42817', 'l42817', 'Your code is 042817', '042817 expires', 'G-042817', '0x4281', '4e5281', 'NaN'],
    ...[
      '①②③④⑤⑥',
      '⁰⁴²⁸¹⁷',
      '₀₄₂₈₁₇',
      '〇四二八一七',
      'ⅣⅡⅧⅠⅦ',
      '½½½½',
      '0️⃣4️⃣2️⃣8️⃣1️⃣7️⃣',
      '🔑042817',
      '042817\0',
      '042817\u0007',
    ],
    ...['', ' ', '-', '\u200f', '\ud835', '042817\ud835', '\udfce42817', 'null', '__proto__'],
  ])('calls %j no code', (typed) => {
    expect(readTypedCode(typed)).toBeNull();
  });

  it.each([null, undefined, 42817, 42817n, true, ['042817'], { toString: () => '042817' }, Object('042817')])(
    'calls %s no code, as it is no string',
    (typed) => expect(readTypedCode(typed)).toBeNull(),
  );

  it('reads up to 256 characters, and looks at no more', () => {
    expect(readTypedCode(`${' '.repeat(250)}042817`)).toBe('042817');
    expect(readTypedCode(`${' '.repeat(251)}042817`)).toBeNull();
    expect(readTypedCode(`${' '.repeat(5_000_000)}042817`)).toBeNull();
  });

  it('reads ASCII digits and null only', () => {
    const unit = fc.oneof(
      fc.constantFrom(...DECIMAL_DIGITS, ...BLANKS, ...DASHES, ...MARKS),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (typed) => {
        expect(readTypedCode(typed) ?? '0').toMatch(/^[0-9]+$/);
      }),
      { numRuns: 1000 },
    );
  });
});
