/** All languages in one table. */
import type { OtpClientLanguages } from '../client-words.ts';
import { brazilianPortuguese, french, german, spanish } from './european.ts';
import { japanese } from './japanese.ts';
import { arabic, hebrew } from './right-to-left.ts';

/**
 * Every language of this entry by its tags, for `OtpClientOptions.languages`.
 *
 * @example
 * createOtpClient({ baseUrl: '/otp', languages: LANGUAGES });
 */
// A bundler keeps what it cannot see to be pure, and a spread could call a getter.
export const LANGUAGES: OtpClientLanguages = /* @__PURE__ */ Object.assign(
  {},
  arabic,
  brazilianPortuguese,
  french,
  german,
  hebrew,
  japanese,
  spanish,
);
