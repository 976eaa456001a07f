/** Our texts in other languages than English: all in one table, or each by its name, so that a bundler keeps only those. */
export type { MessageLanguages, MessageTemplate, MessageTemplateInput } from '../message/message.ts';
export {
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
export {
  estonian,
  finnish,
  greek,
  hungarian,
  lithuanian,
  turkish,
} from './european.ts';
export {
  afrikaans,
  danish,
  dutch,
  german,
  norwegian,
  swedish,
} from './germanic.ts';
export { LANGUAGES } from './languages.ts';
export {
  arabic,
  hebrew,
  persian,
  urdu,
} from './right-to-left.ts';
export {
  brazilianPortuguese,
  catalan,
  french,
  italian,
  portuguese,
  romanian,
  spanish,
} from './romance.ts';
export {
  bulgarian,
  croatian,
  czech,
  polish,
  russian,
  serbian,
  slovak,
  slovenian,
  ukrainian,
} from './slavic.ts';
