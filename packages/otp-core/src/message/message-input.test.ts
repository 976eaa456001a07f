import { describe, expect, it } from 'vitest';
import { OtpMessageError } from '../errors/otp-error.ts';
import type { MessageInput } from './message.ts';
import { checkMessageInput } from './message-input.ts';

const INPUT: MessageInput = { code: '042817', minutes: 5, purpose: 'login', tenant: 'acme', locale: null };

function refusalOf(variable: Partial<Record<keyof MessageInput, unknown>>): string {
  try {
    checkMessageInput({ ...INPUT, ...variable });
  } catch (error) {
    expect(error).toBeInstanceOf(OtpMessageError);
    return (error as OtpMessageError).message;
  }
  throw new Error('The variable was taken.');
}

function refusal(name: string): string {
  return `The ${name} of a message must be a string of at most 256 characters, no control, line break or text direction character.`;
}

describe('checkMessageInput', () => {
  it.each<[string, unknown]>([
    ['too short', '123'],
    ['too long', '12345678901'],
    ['empty', ''],
    ['letters', '12345a'],
    ['digits of another script', '١٢٣٤٥٦'],
    ['a sign', '+12345'],
    ['a line feed at the end', '123456\n'],
    ['huge', '1'.repeat(5_000_000)],
    ['a number', 123456],
    ['missing', undefined],
    ['an array', ['123456']],
  ])('refuses a code that is %s', (_, code) => {
    expect(refusalOf({ code })).toBe('The code of a message must be a string of 4 to 10 digits.');
  });

  it.each<unknown>([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e21, '5', null, undefined, 5n])(
    'refuses minutes that are %s',
    (minutes) => {
      expect(refusalOf({ minutes })).toBe('The minutes of a message must be a whole number of at least 1.');
    },
  );

  it.each(['purpose', 'tenant', 'locale'] as const)(
    'refuses a %s that could write a line or turn one around',
    (name) => {
      const characters =
        '\0\b\t\n\v\f\r\x1b\x1f\x7f\x80\x85\x9f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
      for (const character of [...characters, '\ud83d', '\udc00', '\n@evil.example #999999']) {
        const message = refusalOf({ [name]: `secret${character}value` });
        expect(message).toBe(refusal(name));
      }
    },
  );

  it.each(['purpose', 'tenant', 'locale'] as const)('refuses a %s of another type or a huge one', (name) => {
    for (const value of [undefined, 1, {}, ['x'], Symbol('x')]) {
      expect(refusalOf({ [name]: value })).toBe(refusal(name));
    }
    for (const length of [257, 5_000_000]) expect(refusalOf({ [name]: 'x'.repeat(length) })).toBe(refusal(name));
    expect(checkMessageInput({ ...INPUT, [name]: 'x'.repeat(256) })[name]).toHaveLength(256);
  });

  it.each<unknown>([null, undefined, 'x', [], 1])('refuses the input %j', (input) => {
    expect(() => checkMessageInput(input)).toThrow(new OtpMessageError('The input of a message must be an object.'));
  });

  it('gives back what it took, and nothing else', () => {
    for (const locale of [null, 'de-AT']) {
      const input = checkMessageInput({ ...INPUT, locale, secret: 'x' });
      expect(input).toEqual({ ...INPUT, locale });
    }
  });
});
