import { describe, expect, it } from 'vitest';
import { checkSmsMessage } from './check-sms-message.ts';

const TO = '+39123456789';

describe('checkSmsMessage', () => {
  it.each(['+1234567', '+123456789012345', TO])('takes the number %s', (to) => {
    expect(checkSmsMessage({ to, text: 'hello' })).toEqual({ status: 'valid', to, text: 'hello' });
  });

  it.each([
    undefined,
    null,
    7,
    '',
    '39123456789',
    '0039123456789',
    '+0123456789',
    '+123456',
    '+1234567890123456',
    '+39 123 456 789',
    '+39123456789\n',
    '+39123456789,+39123456780',
    '+３９１２３４５６７８９',
    '+٣٩١٢٣٤٥٦٧٨٩',
    ['+39123456789'],
    { toString: () => TO },
    `+${'1'.repeat(5_000_000)}`,
  ])('refuses a recipient that is no E.164 number', (to) => {
    expect(checkSmsMessage({ to, text: 'hello' })).toMatchObject({ status: 'refused', category: 'invalid-recipient' });
  });

  it.each(['a', ' ', 'x'.repeat(1600), 'two\nlines', '@example.com #123456', '👍', '\0'])(
    'takes the text %j',
    (text) => {
      expect(checkSmsMessage({ to: TO, text })).toMatchObject({ status: 'valid', text });
    },
  );

  it.each([
    undefined,
    null,
    '',
    7,
    ['hello'],
    { length: 5 },
    'x'.repeat(1601),
    'x'.repeat(5_000_000),
    '\ud83d',
    'a\udc4db',
  ])('refuses a text that cannot be sent as it is', (text) => {
    expect(checkSmsMessage({ to: TO, text })).toMatchObject({ status: 'refused', category: 'content-rejected' });
  });

  it.each([undefined, null, 7, 'message', [], () => TO, JSON.parse(`{"__proto__": {"to": "${TO}", "text": "x"}}`)])(
    'refuses %j in place of a message',
    (message) => {
      expect(checkSmsMessage(message)).toMatchObject({ status: 'refused', category: 'invalid-recipient' });
    },
  );

  it('refuses a message that cannot even be read', () => {
    const message = {
      get to() {
        throw new Error('no');
      },
      text: 'hello',
    };
    expect(checkSmsMessage(message)).toMatchObject({ status: 'refused', category: 'invalid-recipient' });
  });

  it('checks what is then sent, even if the next reading would differ', () => {
    let readings = 0;
    const message = {
      get to() {
        readings += 1;
        return readings === 1 ? TO : '+1900555';
      },
      text: 'hello',
    };
    expect(checkSmsMessage(message)).toMatchObject({ status: 'valid', to: TO });
    expect(readings).toBe(1);
  });
});
