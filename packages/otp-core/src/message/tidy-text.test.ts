import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../languages/index.ts';
import { countSegments } from './count-segments.ts';
import type { MessageOptions } from './message.ts';
import { createMessageComposer } from './message-composer.ts';
import { tidyText } from './tidy-text.ts';

const INPUT = { code: '042817', minutes: 5, purpose: 'login', tenant: 'acme', locale: null };
const compose = (options: MessageOptions, locale: string | null = null) =>
  createMessageComposer(options)({ ...INPUT, locale });

const ZERO_WIDTH = [
  ...'\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\u206a\u206f\ufe0e\ufe0f\ufeff\ufffb',
];

describe('tidyText', () => {
  it.each(ZERO_WIDTH)('leaves %j out of a name that reads the same without it', (mark) => {
    for (const appName of [`${mark}Acme`, `Ac${mark}me`, `Acme${mark}`]) {
      const text = compose({ appName });
      expect(text).toBe(compose({ appName: 'Acme' }));
      expect(countSegments(text)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
    }
  });

  it('puts accents on their letters, in names, templates and texts of a language', () => {
    const decomposed = 'Café Zoë Åse'.normalize('NFD');
    expect(countSegments(decomposed).encoding).toBe('UCS-2');
    for (const text of [
      compose({ appName: decomposed }),
      compose({ template: `${decomposed}: {code}` }),
      compose({ template: ({ code }) => `${decomposed}: ${code}` }),
      compose({ languages: { fr: ({ code }) => `${decomposed}: ${code}` } }, 'fr'),
    ]) {
      expect(text).toContain('Café Zoë Åse'.normalize('NFC'));
    }
  });

  it('takes a name of thirty letters however their accents are written, and none of more', () => {
    const name = 'é'.repeat(30);
    expect(compose({ appName: name.normalize('NFD') })).toBe(compose({ appName: name }));
    expect(compose({ appName: `${'\u200b'.repeat(30)}${'x'.repeat(30)}` })).toBe(compose({ appName: 'x'.repeat(30) }));
    expect(() => compose({ appName: `${name}e`.normalize('NFD') })).toThrow(/appName must be a string of at most 30/);
  });

  it('reads a code that was apart from other digits by an invisible character alone as one with them', () => {
    expect(() => compose({ template: '{code}\u200b5' })).toThrow(/must hold \{code\}, apart from other digits/);
    expect(() => compose({ template: ({ code }) => `${code}\u200b5` })).toThrow(/must hold the code, apart/);
    expect(compose({ template: ({ code }) => [...code].join('\u200b') })).toBe('042817');
  });

  it.each([
    ['a Persian name that needs its non-joiner', 'دیجی\u200cکالا'],
    ['a Malayalam word that ends in a joiner', 'അവന്\u200d'],
    ['a Sinhala word', 'ශ්\u200dරී'],
    ['a family of pictures', '👩\u200d👩\u200d👧'],
    ['a heart that is a picture', '❤\ufe0f'],
    ['a keycap', '5\ufe0f\u20e3'],
    ['a mark beside Hebrew letters', 'שלום\u200f!'],
    ['letters of Thai', 'รหัส'],
  ])('keeps %s', (_name, text) => {
    expect(tidyText(text)).toBe(text);
  });

  it('keeps our own texts as they are, in every language', () => {
    for (const locale of Object.keys(LANGUAGES)) {
      const text = compose({ appName: 'Acme', languages: LANGUAGES }, locale);
      expect(tidyText(text)).toBe(text);
      expect(text.replace(/[\u2068\u2069]/g, '')).not.toMatch(/\p{Default_Ignorable_Code_Point}/u);
    }
  });

  it('leaves isolates out where nothing runs to the left', () => {
    const template = 'Your \u2068{appName}\u2069 code is \u2066{code}\u2069.';
    expect(compose({ appName: 'Acme', template })).toBe('Your Acme code is 042817.');
  });

  it('changes a text once, and never its letters and digits', () => {
    const unit = fc.constantFrom(...ZERO_WIDTH, ...'aé09 \u0301\u2068\u2069אبक्👩', '❤');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
        const tidy = tidyText(text);
        expect(tidyText(tidy)).toBe(tidy);
        const seen = (each: string) =>
          each
            .normalize('NFC')
            .replace(/[\p{Default_Ignorable_Code_Point}\ufffb]/gu, '')
            .normalize('NFC');
        expect(seen(tidy)).toBe(seen(text));
      }),
      { numRuns: 2000 },
    );
  });
});
