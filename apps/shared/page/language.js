/** The page's languages: which there are, which a person wants, and how their words get onto the page. */

/** By their own names, as people look for them. */
export const LANGUAGE_NAMES = {
  ar: 'العربية',
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  he: 'עברית',
  ja: '日本語',
  'pt-BR': 'Português',
};

const RIGHT_TO_LEFT = ['ar', 'he'];
const KEY = 'countersign.language';

/** The one chosen before, else the first of the browser's that we have. */
export function chooseLanguage() {
  const tags = Object.keys(LANGUAGE_NAMES);
  const find = (wanted) =>
    tags.find((tag) => tag === wanted) ?? tags.find((tag) => tag.slice(0, 2) === wanted.slice(0, 2));
  const wanted = [localStorage.getItem(KEY) ?? '', ...navigator.languages];
  return wanted.map(find).find((tag) => tag !== undefined) ?? 'en';
}

/** Loads the words of a language and puts them wherever the page names them. */
export async function showLanguage(tag) {
  const { WORDS } = await import(`./words/${tag}.js`);
  localStorage.setItem(KEY, tag);
  document.documentElement.lang = tag;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(tag) ? 'rtl' : 'ltr';
  for (const element of document.querySelectorAll('[data-words]')) element.textContent = WORDS[element.dataset.words];
  for (const element of document.querySelectorAll('[data-label]')) element.ariaLabel = WORDS[element.dataset.label];
  for (const element of document.querySelectorAll('[data-placeholder]')) {
    element.placeholder = WORDS[element.dataset.placeholder];
  }
  return WORDS;
}

/** Writes a sentence with what belongs into its `{…}`: a node, or text that keeps its own direction. */
export function write(element, sentence, values = {}) {
  const parts = sentence.split(/(\{\w+\})/).map((part) => {
    const value = /^\{\w+\}$/.test(part) ? values[part.slice(1, -1)] : part;
    return value ?? '';
  });
  element.replaceChildren(...parts);
}

/** A phone number within a sentence: from left to right whatever the language, and not broken. */
export function numberNode(text) {
  const node = document.createElement('bdi');
  node.dir = 'ltr';
  node.className = 'number';
  node.textContent = text;
  return node;
}
