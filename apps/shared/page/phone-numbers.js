/**
 * What the page knows of phone numbers, by libphonenumber's small build. It is loaded after the page is there; without
 * it a number needs its + and the country code, and the server alone says whether it is one.
 */
let library = null;
let examples = {};

export async function loadPhoneNumbers() {
  await import('./packages/phone-numbers.js');
  examples = await fetch('packages/phone-number-examples.json')
    .then((response) => response.json())
    .catch(() => ({}));
  library = globalThis.libphonenumber;
}

export function isLoaded() {
  return library !== null;
}

/** @returns {{iso: string, code: string}[]} every country there is, or those of the list */
export function countriesOf(allowed) {
  return library
    .getCountries()
    .filter((iso) => allowed === null || allowed.includes(iso))
    .map((iso) => ({ iso, code: `+${library.getCountryCallingCode(iso)}` }));
}

/** As it is typed: the text with its blanks, and the country that it names by itself (`null`: none). */
export function formatTyped(text, country) {
  const typing = new library.AsYouType(text.trimStart().startsWith('+') ? undefined : country);
  return { text: typing.input(text), country: typing.getCountry() ?? null };
}

/** @returns {'empty' | 'impossible' | 'not-allowed' | 'possible'} what is refused here costs no message */
export function judge(text, country, allowed) {
  if (!/\p{Nd}/u.test(text)) return 'empty';
  if (library === null) return 'possible';
  const number = parse(text, country);
  if (number === undefined || !number.isPossible()) return 'impossible';
  if (allowed === null || allowed.includes('001')) return 'possible';
  const sharing = library
    .getCountries()
    .filter((iso) => library.getCountryCallingCode(iso) === number.countryCallingCode);
  return sharing.some((iso) => allowed.includes(iso)) ? 'possible' : 'not-allowed';
}

/** E.164 where that can be told, else what was typed. */
export function toE164(text, country) {
  return parse(text, country)?.number ?? text.trim();
}

export function formatInternational(phoneNumber) {
  return parse(phoneNumber)?.formatInternational() ?? phoneNumber;
}

export function formatNational(text, country) {
  return parse(text, country)?.formatNational() ?? text;
}

/** What a number of the country looks like; '' where none is known. */
export function exampleOf(country) {
  return library.getExampleNumber(country, examples)?.formatNational() ?? '';
}

/** A form that its owner recognises and nobody else can use: `+1 41• ••• ••99`, with its country. `null`: not known. */
export function maskForOwner(phoneNumber) {
  const number = parse(phoneNumber);
  if (number === undefined) return null;
  const prefix = `+${number.countryCallingCode}`;
  const national = number.formatInternational().slice(prefix.length);
  const digits = national.replace(/\D/g, '').length;
  let seen = 0;
  const masked = national.replace(/\d/g, (digit) => {
    seen += 1;
    return seen <= 2 || seen > digits - 2 ? digit : '•';
  });
  return { text: prefix + masked, country: number.country ?? null };
}

function parse(text, country) {
  return library?.parsePhoneNumberFromString(text, country);
}
