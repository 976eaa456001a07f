/**
 * Finds the text for a reader. English is here; all other languages stand in `languages/`, a door of its own, so that
 * only deployments that speak them carry them.
 */
import type { MessageLanguages, MessageTemplate } from './message.ts';
import { readLocale } from './read-locale.ts';

const english: MessageTemplate = ({ appName, code, minutes }) => {
  const owner = appName === null ? 'Your' : `Your ${appName}`;
  return `${owner} code is ${code}. It expires in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}. Do not share it.`;
};

/** Writes in the reader's language. Of a tag, the end is given up subtag by subtag: `pt-BR`, then `pt`, then `en`. */
export function createTexts(languages: MessageLanguages = {}): MessageTemplate {
  // A Map: a locale is a client's word, and `constructor` is a property of every object.
  const texts = new Map(Object.entries(languages).map(([tag, text]) => [tag.toLowerCase(), text]));
  const fallback = texts.get('en') ?? english;
  return (input) => {
    if (input.locale === null) return fallback(input);
    let tag = (readLocale(input.locale) ?? '').toLowerCase();
    while (tag !== '' && !texts.has(tag)) tag = tag.replace(/-?[^-]*$/, '');
    return (texts.get(tag) ?? fallback)(input);
  };
}
