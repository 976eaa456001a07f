import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCode } from './find-code.ts';

describe('findCode', () => {
  it.each([
    ['Your code is 123456.', '123456'],
    ['123456 is your Acme code', '123456'],
    ['482913', '482913'],
    ['Your password reset code: 004217', '004217'],
    ['#482913', '482913'],
    ['Your code (482913) expires soon', '482913'],
    ['Dein Code lautet 482913. Er gilt 10 Minuten.', '482913'],
    ['Ваш код: 1234. Никому его не говорите', '1234'],
    ["123456'dır doğrulama kodunuz", '123456'],
    ['رمز التحقق الخاص بك هو 123456', '123456'],
    ['【示例】验证码123456,5分钟内有效', '123456'],
    ['【示例】123456是您的验证码', '123456'],
    ['認証コード：123456', '123456'],
    ['[인증번호:123456]', '123456'],
  ])('finds the code of %j', (text, code) => {
    expect(findCode(text)).toBe(code);
  });

  it.each([
    ['Your code: 123 456', '123456'],
    ['123-456 is your code', '123456'],
    ['Your code: 1234-5678', '12345678'],
    ['Use 12 34 56 to sign in', '123456'],
    ['Your code: 123\u00a0456', '123456'],
    ['G-123456 is your verification code.', '123456'],
    ['FB-12345 is your code', '12345'],
  ])('joins the groups of %j', (text, code) => {
    expect(findCode(text)).toBe(code);
  });

  it.each([
    ['Call +1 555 010 0123. 482913 is your code', '482913'],
    ['Code sent to +15550100123 482913', '482913'],
    ['Questions? Call 5551234567. PIN: 4821', '4821'],
    ['Call (555) 123-4567 if this was not you. Code 7788', '7788'],
    ['© 2024 Acme. Code 7788', '7788'],
    ['Pay $1234 with code 5678', '5678'],
    ['Code 5678 confirms your payment of 1234 EUR', '5678'],
    ['Your Acme order 4821 verification code is 559102', '559102'],
    ['Card ending 4821: your code is 559102', '559102'],
    ['Sign in at https://example.com/987654 with code 5678', '5678'],
    ['Code 5678 sent on 2024-05-12 at 12:30', '5678'],
    ['Your code is 2024', '2024'],
    ['Since 2019: your code is 3141', '3141'],
  ])('chooses the code of %j', (text, code) => {
    expect(findCode(text)).toBe(code);
  });

  it.each([
    [''],
    ['Thanks, your phone is verified.'],
    ['+15550100123'],
    ['Call (555) 123-4567'],
    ['5551234567'],
    ['12345678901 is your code'],
    ['4111 1111 1111 1111'],
    ['© 2024'],
    ['Copyright 2024 Acme'],
    ['© 2024 Password Company'],
    ['Questions? Call 55512345'],
    ['You paid 1234 EUR'],
    ['Happy 2025!'],
    ['Total: $1234'],
    ['Total: 1234.50 EUR'],
    ['1,234,567 people'],
    ['12.05.2024'],
    ['12/05/2024'],
    ['2024-05-12'],
    ['Open 2024-2025'],
    ['Your order 98765 has shipped'],
    ['https://example.com/123456'],
    ['abc123456'],
    ['Your code is ٤٨٢٩١٣'],
    ['Your code is ４８２９１３'],
    ['Code 123 only'],
  ])('finds none in %j', (text) => {
    expect(findCode(text)).toBeNull();
  });

  it.each([
    ['Your code is 111111.\n\n@example.com #482913', '482913'],
    ['111111\n@example.com #482913 %frame.example', '482913'],
    ['@localhost:3000 #482913\n', '482913'],
    ['111111\r\n@example.com #A1B2C3', 'A1B2C3'],
  ])('obeys the origin-bound last line of %j', (text, code) => {
    expect(findCode(text)).toBe(code);
  });

  it('takes no line but the last for origin-bound', () => {
    expect(findCode('@example.com #482913\nYour code is 111111')).toBe('111111');
  });

  it('finds any six digits beside the word code', () => {
    const digits = fc.stringMatching(/^[0-9]{6}$/);
    const word = fc.stringMatching(/^[A-Z][a-z]{2,9}$/);
    fc.assert(
      fc.property(
        digits,
        word,
        (code, name) => findCode(`Your ${name} code is ${code}. It is valid for 5 minutes.`) === code,
      ),
    );
  });

  it('answers any text with digits of that text or none', () => {
    const pieces = fc.constantFrom(
      'code ',
      '12',
      '3456',
      ' ',
      '-',
      '+',
      '.',
      ',',
      '$',
      '@x.y #',
      '\n',
      '%',
      '(',
      ')',
      'é',
      '验',
      '\ud800',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const code = findCode(text);
        if (code === null) return;
        expect(code).toMatch(/^[0-9A-Za-z]{4,10}$/);
        expect(text.replace(/[^0-9A-Za-z]/g, '')).toContain(code);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['1 ', '+1 ', '(12) ', '1,', 'a.', 'code ', '@', ' ', '1234 code ', '1-'])(
    'stays fast on 100000 times %j',
    (piece) => {
      const startedMs = performance.now();
      findCode(piece.repeat(100_000));
      expect(performance.now() - startedMs).toBeLessThan(3_000);
    },
  );
});
