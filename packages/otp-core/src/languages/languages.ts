/** All languages in one table. */
import type { MessageLanguages } from '../message/message.ts';
import {
  bengali,
  filipino,
  hindi,
  indonesian,
  japanese,
  korean,
  malay,
  simplifiedChinese,
  thai,
  traditionalChinese,
  vietnamese,
} from './asian.ts';
import { estonian, finnish, greek, hungarian, lithuanian, turkish } from './european.ts';
import { afrikaans, danish, dutch, german, norwegian, swedish } from './germanic.ts';
import { arabic, hebrew, persian, urdu } from './right-to-left.ts';
import { brazilianPortuguese, catalan, french, italian, portuguese, romanian, spanish } from './romance.ts';
import { bulgarian, croatian, czech, polish, russian, serbian, slovak, slovenian, ukrainian } from './slavic.ts';

/**
 * Every language of this door by its tags, for `MessageOptions.languages`.
 *
 * @example
 * createMessageComposer({ appName: 'Acme', languages: LANGUAGES });
 */
// A bundler keeps what it cannot see to be pure, and a spread could call a getter.
export const LANGUAGES: MessageLanguages = /* @__PURE__ */ Object.assign(
  {},
  afrikaans,
  arabic,
  bengali,
  brazilianPortuguese,
  bulgarian,
  catalan,
  croatian,
  czech,
  danish,
  dutch,
  estonian,
  filipino,
  finnish,
  french,
  german,
  greek,
  hebrew,
  hindi,
  hungarian,
  indonesian,
  italian,
  japanese,
  korean,
  lithuanian,
  malay,
  norwegian,
  persian,
  polish,
  portuguese,
  romanian,
  russian,
  serbian,
  simplifiedChinese,
  slovak,
  slovenian,
  spanish,
  swedish,
  thai,
  traditionalChinese,
  turkish,
  ukrainian,
  urdu,
  vietnamese,
);
