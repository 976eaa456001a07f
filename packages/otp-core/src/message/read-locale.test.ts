import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../languages/index.ts';
import { createMessageComposer } from './message-composer.ts';
import { readLocale } from './read-locale.ts';

const INPUT = { code: '042817', minutes: 5, purpose: 'login', tenant: 'acme' };
const compose = createMessageComposer({ languages: LANGUAGES });

describe('readLocale', () => {
  it.each([
    ['BCP 47', 'pt-BR', 'pt-BR'],
    ['BCP 47', 'zh-Hant-TW', 'zh-Hant-TW'],
    ['BCP 47', 'EN-us', 'EN-us'],
    ['BCP 47', 'de-DE-u-co-phonebk', 'de-DE-u-co-phonebk'],
    ['POSIX', 'pt_BR.UTF-8', 'pt-BR'],
    ['POSIX', 'pt_BR.utf8', 'pt-BR'],
    ['POSIX', 'de_DE@euro', 'de-DE'],
    ['POSIX', 'de_DE.ISO-8859-15@euro', 'de-DE'],
    ['POSIX', 'sr_RS.UTF-8@latin', 'sr-Latn-RS'],
    ['POSIX', 'sr_RS@latin', 'sr-Latn-RS'],
    ['POSIX', 'uz_UZ.UTF-8@cyrillic', 'uz-Cyrl-UZ'],
    ['POSIX', 'ca_ES.UTF-8@valencia', 'ca-ES'],
    ['POSIX', 'fil_PH', 'fil-PH'],
    ['POSIX', 'fr.UTF-8', 'fr'],
    ['GNU', 'pt_BR:pt:en', 'pt-BR'],
    ['Java', 'pt_BR', 'pt-BR'],
    ['Java', 'zh_TW_#Hant', 'zh-Hant-TW'],
    ['Java', 'sr__#Latn', 'sr-Latn'],
    ['Java', 'sr_RS_#Latn', 'sr-Latn-RS'],
    ['Java', 'th_TH_TH_#u-nu-thai', 'th-TH'],
    ['Java', 'ja_JP_JP_#u-ca-japanese', 'ja-JP'],
    ['Java', 'no_NO_NY', 'no-NO'],
    ['Java', 'zh_TW_#Hant_x-java', 'zh-Hant-TW'],
    ['Java', 'es_419', 'es-419'],
    ['iOS', 'pt-BR@calendar=gregorian', 'pt-BR'],
    ['iOS', 'pt_BR@calendar=buddhist;currency=EUR', 'pt-BR'],
    ['iOS', 'en_US_POSIX', 'en-US'],
    ['iOS', 'zh-Hans_CN', 'zh-Hans-CN'],
    ['iOS', 'en_US@rg=gbzzzz', 'en-US'],
    ['Android', 'pt-rBR', 'pt-BR'],
    ['Android', 'b+sr+Latn+RS', 'sr-Latn-RS'],
    ['a header', 'pt-BR,pt;q=0.9,en;q=0.8', 'pt-BR'],
  ])('reads what %s writes: %j is %s', (_who, written, tag) => {
    expect(readLocale(written)).toBe(tag);
  });

  it.each([
    ...['C', 'C.UTF-8', 'POSIX', 'POSIX.UTF-8', '', ' ', '_', '-', '-pt', '_BR', '.UTF-8', '@latin', '*', '*,pt'],
    ...['d', 'root', 'null', 'undefined', '[object Object]', 'Portuguese_Brazil.1252', 'LC_ALL=pt_BR', 'português'],
    ...[
      '<de>',
      'de\0',
      'de/AT',
      'de AT',
      'de\nAT',
      'de-\n',
      ' de',
      '1',
      '1034',
      '__proto__',
      'constructor',
      'x'.repeat(5_000_000),
    ],
  ])('reads %j like none', (garbage) => {
    expect(readLocale(garbage)).toBeNull();
  });

  it('gives a tag or nothing, and reads its own tags as themselves', () => {
    const unit = fc.constantFrom(...'aBr09_-+#@.,;: =\u200f', 'pt', 'BR', 'Latn', 'UTF-8', '\0', 'é');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit, maxLength: 12 }), fc.string({ unit: 'binary' })), (written) => {
        const tag = readLocale(written);
        if (tag === null) return;
        expect(tag).toMatch(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/);
        expect(readLocale(tag)).toBe(tag);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['pt_BR.UTF-8', 'pt-BR'],
    ['zh_TW_#Hant', 'zh-Hant'],
    ['zh_HK_#Hans', 'zh-Hans'],
    ['pt-BR@calendar=gregorian', 'pt-BR'],
    ['sr_RS@latin', 'sr-Latn'],
    ['pt-rBR', 'pt-BR'],
    ['nb_NO.UTF-8', 'nb'],
    ['iw_IL', 'he'],
    ['C.UTF-8', 'en'],
    ['en_US_POSIX', 'en'],
  ])('chooses the text for %s: that of %s', (locale, tag) => {
    expect(compose({ ...INPUT, locale })).toBe(compose({ ...INPUT, locale: tag }));
  });
});
