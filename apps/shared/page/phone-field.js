/** The number field: formats what is typed, and knows the country it is in. */
import { openCountryPicker } from './country-picker.js';
import {
  countriesOf,
  exampleOf,
  formatNational,
  formatTyped,
  isLoaded,
  judge,
  loadPhoneNumbers,
  toE164,
} from './phone-numbers.js';

const element = (id) => document.getElementById(id);

const input = element('number');
const button = element('country');

let allowed = null;
let country = null;
let words = null;

input.addEventListener('input', (event) => {
  if (isLoaded() && !event.inputType?.startsWith('delete')) format();
  if (isLoaded()) suggestCountry();
});
button.addEventListener('click', () => {
  openCountryPicker({
    countries: namedCountries(),
    current: country,
    noneText: words.noCountry,
    onChoose(iso) {
      // What was typed with another country's code keeps only its own digits.
      if (input.value.trimStart().startsWith('+')) input.value = formatNational(input.value, iso);
      setCountry(iso);
      format();
      input.focus();
    },
  });
});

/** Once at the start. Until libphonenumber is there, and where it cannot be had, the field is a plain one. */
export async function startPhoneField(allowedCountries) {
  allowed = allowedCountries;
  await loadPhoneNumbers();
  const isos = countriesOf(allowed).map(({ iso }) => iso);
  const region = new Intl.Locale(navigator.language).maximize().region;
  country = isos.includes(region) ? region : (isos[0] ?? null);
  if (country === null) return;
  button.hidden = false;
  if (input.value !== '') {
    format();
    suggestCountry();
  }
  setCountry(country);
}

export function showPhoneFieldWords(pageWords) {
  words = pageWords;
  if (country !== null) setCountry(country);
}

export function setPhoneNumber(phoneNumber) {
  input.value = phoneNumber;
  if (!isLoaded()) return;
  format();
  suggestCountry();
}

/** The number as the server takes it; `problem` where there is no use in asking. */
export function readPhoneNumber() {
  const verdict = judge(input.value, country ?? undefined, allowed);
  return {
    phoneNumber: isLoaded() ? toE164(input.value, country ?? undefined) : input.value.trim(),
    problem: verdict === 'possible' ? null : verdict,
  };
}

/** Keeps the caret behind the digit it stood behind. */
function format() {
  const { text } = formatTyped(input.value, country ?? undefined);
  if (text === input.value) return;
  const isAtEnd = input.selectionEnd === input.value.length;
  const significantBefore = input.value.slice(0, input.selectionEnd ?? 0).replace(/[^\p{Nd}+]/gu, '').length;
  input.value = text;
  if (isAtEnd || document.activeElement !== input) return;
  let [caret, significant] = [0, 0];
  while (caret < text.length && significant < significantBefore) {
    if (/[\p{Nd}+]/u.test(text[caret])) significant += 1;
    caret += 1;
  }
  input.setSelectionRange(caret, caret);
}

function suggestCountry() {
  if (!input.value.trimStart().startsWith('+')) return;
  const named = formatTyped(input.value).country;
  if (named !== null) setCountry(named);
}

function setCountry(iso) {
  country = iso;
  const [{ code } = { code: '' }] = countriesOf([iso]);
  element('country-name').textContent = words === null ? iso : `${words.country}: ${nameOf(iso)}`;
  element('country-iso').textContent = iso;
  element('country-code').textContent = code;
  input.placeholder = exampleOf(iso);
}

function namedCountries() {
  const language = document.documentElement.lang;
  return countriesOf(allowed)
    .map((each) => ({ ...each, name: nameOf(each.iso), englishName: nameOf(each.iso, 'en') }))
    .sort((one, other) => one.name.localeCompare(other.name, language));
}

/** In the page's language, unless told otherwise. */
export function nameOf(iso, language = document.documentElement.lang) {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(iso);
}
