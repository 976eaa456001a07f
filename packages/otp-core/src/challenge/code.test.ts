import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OtpMisuseError } from '../errors/otp-error.ts';
import { type CodeScope, deriveCodes, generateCode } from './code.ts';
import { createKeyRing } from './key-ring.ts';

const SECRET = 'a secret of the tests, 32 bytes and more';
const keys = createKeyRing([SECRET], 'x').current;
const scope: CodeScope = { subject: 'subject', purpose: 'login' };

function deriveCode(of: typeof keys, where: CodeScope, salt: string, length: number): string {
  return deriveCodes(of, where, salt, [length])[0] ?? '';
}

/** The 48-bit draws of a salt as any cryptographic library makes them; a repeated message repeats its code in every release. */
function drawsOf(salt: string): readonly bigint[] {
  const key = Buffer.from(hkdfSync('sha256', SECRET, 'countersign v1', 'code', 32));
  const block = createHmac('sha256', key).update(`${salt.length}:${salt}7:subject5:login1:0`).digest();
  return [0, 1, 2, 3, 4].map((index) => BigInt(`0x${block.toString('hex', index * 6, index * 6 + 6)}`));
}

/** Pearson's statistic over the digits of a position; 9 degrees of freedom exceed 40 less often than once in 100,000. */
function chiSquareOfDigits(codes: readonly string[], position: number): number {
  const counts = new Array<number>(10).fill(0);
  for (const code of codes) counts[Number(code[position])] = (counts[Number(code[position])] ?? 0) + 1;
  const expected = codes.length / 10;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('deriveCodes', () => {
  it('gives the same code for the same salt, and leading zeros their due', () => {
    for (let length = 4; length <= 10; length += 1) {
      const code = deriveCode(keys, scope, 'salt', length);
      expect(code).toMatch(new RegExp(`^[0-9]{${length}}$`));
      expect(deriveCode(keys, scope, 'salt', length)).toBe(code);
    }
  });

  it('depends on key, salt, subject and purpose', () => {
    const other = createKeyRing(['another secret of the tests, 32 bytes and more'], 'x').current;
    const codes = [
      deriveCode(keys, scope, 'salt', 10),
      deriveCode(other, scope, 'salt', 10),
      deriveCode(keys, scope, 'tlas', 10),
      deriveCode(keys, { ...scope, subject: 'other' }, 'salt', 10),
      deriveCode(keys, { ...scope, purpose: 'other' }, 'salt', 10),
    ];
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('gives each length its own code, the same alone or among others', () => {
    const lengths = [4, 5, 6, 7, 8, 9, 10];
    const codes = deriveCodes(keys, scope, 'salt', lengths);
    expect(codes.map((code) => code.length)).toEqual(lengths);
    expect(codes).toEqual(lengths.map((length) => deriveCode(keys, scope, 'salt', length)));
  });

  it('tells neighbouring fields apart, wherever one ends', () => {
    const left = deriveCode(keys, { subject: 'ab', purpose: 'c' }, 's', 10);
    const right = deriveCode(keys, { subject: 'a', purpose: 'bc' }, 's', 10);
    expect(left).not.toBe(right);
  });

  it('are the first draw of a keyed hash of the salt, subject and purpose', () => {
    const [draw = 0n] = drawsOf('salt');
    expect(deriveCode(keys, scope, 'salt', 6)).toBe(String(draw % 10n ** 6n).padStart(6, '0'));
  });

  it('throws a draw away that would make low codes likelier, and takes the next', () => {
    // Found by trying: one salt in 56,000 starts with such a draw.
    const salt = 'salt 8203';
    const [first = 0n, second = 0n] = drawsOf(salt);
    const codes = 10n ** 10n;
    const wholeMultiples = 2n ** 48n - (2n ** 48n % codes);
    expect(first >= wholeMultiples && second < wholeMultiples).toBe(true);
    expect(deriveCode(keys, scope, salt, 10)).toBe(String(second % codes).padStart(10, '0'));
  });

  it('makes every digit as likely as any other, in every position', () => {
    const codes = Array.from({ length: 20_000 }, (_, index) => deriveCode(keys, scope, `salt ${index}`, 6));
    for (let position = 0; position < 6; position += 1) expect(chiSquareOfDigits(codes, position)).toBeLessThan(40);
  });
});

describe('generateCode', () => {
  it('draws codes of the length asked for, uniformly', () => {
    const codes = Array.from({ length: 20_000 }, () => generateCode(6));
    expect(codes.every((code) => /^[0-9]{6}$/.test(code))).toBe(true);
    for (let position = 0; position < 6; position += 1) expect(chiSquareOfDigits(codes, position)).toBeLessThan(60);
    expect(generateCode()).toHaveLength(6);
    expect(generateCode(4)).toHaveLength(4);
    expect(generateCode(10)).toHaveLength(10);
  });

  it.each([0, 3, 11, 6.5, Number.NaN, '6', null])('refuses a length of %s', (length) => {
    expect(() => generateCode(length as number)).toThrow(OtpMisuseError);
    expect(() => generateCode(length as number)).toThrow('A code has 4 to 10 digits.');
  });
});
