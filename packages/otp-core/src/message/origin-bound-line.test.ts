import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OtpMisuseError } from '../errors/otp-error.ts';
import { formatOriginBoundLine, holdsOriginBoundLine, parseOriginBoundLine } from './origin-bound-line.ts';

describe('parseOriginBoundLine', () => {
  it.each([
    ['alone', '@example.com #123456'],
    ['after other lines', 'Your code is 123456.\n\n@example.com #123456'],
    ['after a carriage return', 'x\r@example.com #123456'],
    ['after both', 'x\r\n@example.com #123456'],
    ['after another one: the last wins', '@other.example #999999\n@example.com #123456'],
    ['before an embedded host', '@example.com #123456 @embedded.example'],
    ['before anything else', '@example.com #123456 and\tmore @x #y'],
  ])('reads host and code %s', (_, text) => {
    expect(parseOriginBoundLine(text)).toEqual({ host: 'example.com', code: '123456' });
  });

  it.each([
    ['@a #b', { host: 'a', code: 'b' }],
    ['@#x #b.', { host: '#x', code: 'b.' }],
    ['@@a ##b', { host: '@a', code: '#b' }],
    ['@a\u00a0b #1\u2028@c', { host: 'a\u00a0b', code: '1\u2028@c' }],
    ['@a\vb #1\u0085', { host: 'a\vb', code: '1\u0085' }],
  ])('takes for host and code whatever is not ASCII white space: %j', (text, expected) => {
    expect(parseOriginBoundLine(text)).toEqual(expected);
  });

  it.each([
    '',
    '\n',
    'Your code is 123456.',
    '@example.com #123456\n',
    '@example.com #123456\r',
    '@example.com #123456\nbye',
    '@example.com #123456\rbye',
    ' @example.com #123456',
    'x @example.com #123456',
    '\u200b@example.com #123456',
    '@example.com  #123456',
    '@example.com\t#123456',
    '@example.com\u00a0#123456',
    '@example.com#123456',
    '@example.com 123456',
    '@example.com # 123456',
    '@example.com #',
    '@ #123456',
    '#123456 @example.com',
    'example.com #123456',
  ])('finds none in %j', (text) => {
    expect(parseOriginBoundLine(text)).toBeNull();
  });

  it('reads back what was formatted, behind any text', () => {
    const word = fc.stringMatching(/^[^\t\n\f\r ]{1,20}$/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), word, word, (text, host, code) => {
        expect(parseOriginBoundLine(`${text}\n${formatOriginBoundLine({ host, code })}`)).toEqual({ host, code });
      }),
      { seed: 20_252 },
    );
  });

  it.each<unknown>([null, undefined, 1, ['@a #b']])('refuses %j', (text) => {
    expect(() => parseOriginBoundLine(text as string)).toThrow(OtpMisuseError);
  });

  it('ends soon on a huge text', () => {
    expect(parseOriginBoundLine('@'.repeat(2_000_000))).toBeNull();
    expect(parseOriginBoundLine('@ '.repeat(2_000_000))).toBeNull();
  });
});

describe('holdsOriginBoundLine', () => {
  it.each(['@a #', 'x\n@a #1\ny', 'x @a #1', 'x\u00a0@a #1', 'x\t@a\u00a0b #1'])('finds one in %j', (text) => {
    expect(holdsOriginBoundLine(text)).toBe(true);
  });

  it.each(['', '@a', '@a b #1', 'x@a #1', '@ #1', '@a\n#1', '#1 @a', '@a  #1'])('finds none in %j', (text) => {
    expect(holdsOriginBoundLine(text)).toBe(false);
  });
});
