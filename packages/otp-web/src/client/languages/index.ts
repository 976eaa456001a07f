/** The words of the client in other languages than English: each by its name, so that a bundler keeps only those, or all. */
export type { OtpClientLanguages, OtpClientWords } from '../client-words.ts';
export { brazilianPortuguese, french, german, spanish } from './european.ts';
export { japanese } from './japanese.ts';
export { LANGUAGES } from './languages.ts';
export { arabic, hebrew } from './right-to-left.ts';
