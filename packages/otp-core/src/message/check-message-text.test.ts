import { describe, expect, it } from 'vitest';
import { OtpMessageError } from '../errors/otp-error.ts';
import { checkMessageText } from './check-message-text.ts';

/** The sentence that refuses the text, which quotes none of it. */
function refusalOf(text: unknown): string {
  try {
    checkMessageText(text, '042817');
  } catch (error) {
    expect(error).toBeInstanceOf(OtpMessageError);
    expect(String(error)).not.toMatch(/042817|evil/);
    return (error as OtpMessageError).message;
  }
  throw new Error('The text was taken.');
}

describe('checkMessageText', () => {
  it.each([
    ['nothing', ''],
    ['no code', 'Hello.'],
    ['the code within other digits', 'Code 1042817.'],
    ['the code before other digits', 'Code 04281799.'],
    ['the code in other digits of Unicode', 'Code ٠٤٢٨١٧.'],
    ['the code taken apart', 'Code 042 817.'],
  ])('refuses a text that holds %s', (_, text) => {
    expect(refusalOf(text)).toMatch(/^The text must hold the code/);
  });

  it.each([
    ['a carriage return', '\r'],
    ['a carriage return before a line feed', '\r\n'],
    ['a tab', '\t'],
    ['a null', '\0'],
    ['a form feed', '\f'],
    ['an escape', '\x1b'],
    ['a delete', '\x7f'],
    ['a C1 control', '\x85'],
    ['a line separator', '\u2028'],
    ['a paragraph separator', '\u2029'],
    ['an override', '\u202e'],
    ['half a surrogate pair', '\ud83d'],
  ])('refuses %s', (_, character) => {
    expect(refusalOf(`042817${character}x`)).toMatch(/^The text must hold no control/);
  });

  it('takes line feeds, other scripts, emoji and isolates', () => {
    const text = 'رمزك \u2066042817\u2069\nسري 🔒';
    expect(checkMessageText(text, '042817')).toBe(text);
  });

  it.each([
    ['on the last line', '042817\n@evil.example #042817'],
    ['on the first line', '@evil.example #999999\n042817'],
    ['as the only line', '@evil.example #042817'],
    ['without a code', '042817\n@evil.example #'],
    ['within a line, where Chromium finds it', '042817 @evil.example #999999 bye'],
    ['with a host no browser knows', '042817\n@\u00a0 #999999'],
  ])('refuses an autofill line %s', (_, text) => {
    expect(refusalOf(text)).toMatch(/^The text must hold no autofill line .* of its own/);
  });
});
