/** The languages of Verify's own templates: https://www.twilio.com/docs/verify/supported-languages. */
const LOCALES = [
  ...['af', 'ar', 'ca', 'zh', 'zh-CN', 'zh-HK', 'hr', 'cs', 'da', 'nl', 'en', 'en-GB', 'et', 'fi', 'fr', 'de', 'el'],
  ...['he', 'hi', 'hu', 'id', 'it', 'ja', 'kn', 'ko', 'lt', 'ms', 'mr', 'nb', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk'],
  ...['es', 'sv', 'tl', 'te', 'th', 'tr', 'uk', 'vi'],
];

/** Tags that mean a language which Twilio calls by another one. */
const OTHER_NAMES: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', fil: 'tl', iw: 'he', in: 'id' };

/** Chinese as it is written where the tag says; the region is the one Twilio has. */
const TRADITIONAL = /^zh-(?:hant|tw|hk|mo)\b/i;

/**
 * Twilio's name for the language of a BCP 47 tag; `null` where it has none, and for what is no tag. Twilio answers a
 * language it lacks with 404 and sends nothing: better to leave it out, and have it chosen by the number's country.
 */
export function toVerifyLocale(tag: unknown): string | null {
  if (typeof tag !== 'string' || tag.length > 64 || !/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/.test(tag)) return null;
  const [language = ''] = tag.toLowerCase().split('-');
  if (TRADITIONAL.test(tag)) return 'zh-HK';
  return find(tag) ?? find(Object.hasOwn(OTHER_NAMES, language) ? String(OTHER_NAMES[language]) : language);
}

function find(tag: string): string | null {
  return LOCALES.find((locale) => locale.toLowerCase() === tag.toLowerCase()) ?? null;
}
