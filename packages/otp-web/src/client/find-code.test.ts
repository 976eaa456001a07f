import { describe, expect, it } from 'vitest';
import { PASTED_MESSAGES } from '../test-support/pasted-messages.ts';
import { findCode } from './find-code.ts';

describe('findCode', () => {
  it.each(PASTED_MESSAGES)('finds the one code in %j', (message) => {
    expect(findCode(message, 6)).toBe('493027');
  });

  it.each([
    ['two codes', 'Old code 111111, new code 222222.'],
    ['a phone number alone', 'Call us at +1 415 555 0123 or (020) 493-027.'],
    ['a national number', 'Rufen Sie 0151 493027 an.'],
    ['a date', 'Your appointment: 24-12-2026, 12-11-26.'],
    ['an amount', 'You paid $493027 and 493027 €.'],
    ['decimals and times', '493027.50 and 49:30:27 and 4,930,27'],
    ['a longer number', 'Order 4930271'],
    ['a shorter number', 'PIN 4930'],
    ['a piece of a word', 'ref A493027 and 493027B, file_493027'],
    ['a masked number', 'sent to ****493027'],
    ['a link', 'https://example.com/493027 or www.example.com/493027'],
    ['nothing', 'Hello'],
    ['no text at all', ''],
  ])('finds nothing in %s', (_what, text) => {
    expect(findCode(text, 6)).toBeNull();
  });

  it.each([
    ['blanks', ' 493 027 '],
    ['a dash', '493–027'],
    ['a line end', '493027\r\n'],
    ['single digits', '4 9 3 0 2 7'],
    ['full-width digits', '４９３０２７'],
    ['marks that nobody sees', '\u200e493\u00ad027\ufeff'],
  ])('reads a code typed with %s', (_what, text) => {
    expect(findCode(text, 6)).toBe('493027');
  });

  it('tells a repeated code from two codes', () => {
    expect(findCode('493027 is your code. Again: 493-027.', 6)).toBe('493027');
  });

  it('believes the line that browsers read before any other number', () => {
    expect(findCode('Order 111111 is on its way.\n\n@shop.example #493027', 6)).toBe('493027');
    expect(findCode('Order 111111.\n@shop.example #493027 @pay.example', 6)).toBe('493027');
  });

  it.each([
    [4, 'Your PIN: 4930', '4930'],
    [8, 'Your code is 4930-2715.', '49302715'],
    [8, 'Since 2026-03-01 your code is 4930 2715.', '49302715'],
    [10, 'Code 49302-71533', '4930271533'],
  ])('finds codes of %i digits', (codeLength, text, code) => {
    expect(findCode(text, codeLength)).toBe(code);
  });

  it('reads no more than 2,000 characters, and those at once', () => {
    expect(findCode(`${'x '.repeat(1000)}493027`, 6)).toBeNull();
    const startedMs = performance.now();
    for (const text of ['1 '.repeat(50_000), '-1'.repeat(50_000), '1.'.repeat(50_000), 'a.'.repeat(50_000)]) {
      findCode(text, 6);
    }
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
