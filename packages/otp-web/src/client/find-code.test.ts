import { describe, expect, it } from 'vitest';
import { findCode } from './find-code.ts';

/** Twenty messages as providers and people word them; the code is 493027 in each. */
export const MESSAGES: readonly string[] = [
  'Your Countersign demo code is 493027. It expires in 10 minutes.',
  'Your Acme verification code is: 493-027\n\nDo not share it with anyone. Acme will never ask for it.',
  'G-493027 is your Google verification code.',
  '[#] Your Uber code: 493027. Reply STOP ALL to +44 7903 561836 to unsubscribe.\n@example.com #493027',
  '493 027 is your Instagram code. Don’t share it.',
  'Ihr Bestätigungscode lautet 493027. Er ist bis 14:35 Uhr gültig.',
  'Votre code de vérification est le 493 027. Ne le communiquez à personne.',
  'Tu código es 493027. Vence el 24/12/2026 a las 18:30.',
  'Seu código é 493027. Não compartilhe. Compra de R$ 1.234,56 na Loja.',
  'Il tuo codice: 493027 (valido 5 minuti)',
  'Ваш код подтверждения: 493027. Никому не сообщайте.',
  'رمز التحقق الخاص بك هو ٤٩٣٠٢٧ ولا تشاركه مع أحد',
  'כאן הקוד שלך: \u2066493027\u2069. תוקפו 10 דקות',
  '認証コードは493027です。10分以内に入力してください。',
  '【Acme】您的验证码是493027，5分钟内有效。',
  'आपका कोड ४९३०२७ है। इसे किसी से साझा न करें।',
  'Use 493027 to pay $120.50 to Shop 24 with card ending 1234.',
  '<#> 493027 is your code\nFA+9qCX9VSu',
  'Code 493027\nTrack: https://example.com/t/884412?x=771203',
  '493027',
];

describe('findCode', () => {
  it.each(MESSAGES)('finds the one code in %j', (message) => {
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
