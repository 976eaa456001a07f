/** Names to what they stand for; or what was probably meant. */
import { CHOICES, type ChoiceName, type CreateOptions, DEFAULTS } from '../create-options.ts';
import { type Refused, refused } from '../create-result.ts';
import type { Framework } from './frameworks.ts';
import type { Language } from './languages.ts';
import { nearestName } from './nearest-name.ts';
import type { Provider } from './provider.ts';
import type { Store } from './stores.ts';

export interface Chosen {
  readonly framework: Framework;
  readonly provider: Provider;
  readonly store: Store;
  readonly language: Language;
}

type Choosing = { readonly ok: true; readonly chosen: Chosen } | Refused;

/** What was typed is not repeated: it may be a secret in the wrong place. */
export function choose(options: Pick<CreateOptions, ChoiceName>): Choosing {
  const framework = find('framework', options.framework, CHOICES.framework);
  if (!framework.ok) return framework;
  const provider = find('provider', options.provider, CHOICES.provider);
  if (!provider.ok) return provider;
  const store = find('store', options.store, CHOICES.store);
  if (!store.ok) return store;
  const language = find('language', options.language, CHOICES.language);
  if (!language.ok) return language;
  const { languages, title } = framework.found;
  if (!languages.includes(language.found.name)) {
    return refused(
      'unsupported-combination',
      `There is no app for ${title} in ${language.found.title}. Choose the language ${languages.join(' or ')}.`,
    );
  }
  return {
    ok: true,
    chosen: { framework: framework.found, provider: provider.found, store: store.found, language: language.found },
  };
}

function find<Found extends { readonly name: string }>(
  choice: ChoiceName,
  given: string | undefined,
  known: readonly Found[],
): { readonly ok: true; readonly found: Found } | Refused {
  const found = known.find(({ name }) => name === (given === undefined ? DEFAULTS[choice] : given));
  if (found !== undefined) return { ok: true, found };
  const names = known.map(({ name }) => name);
  const nearest = nearestName(String(given), names);
  const hint = nearest === null ? '' : ` Did you mean ${nearest}?`;
  return refused('unknown-value', `That ${choice} is not known.${hint} Known are ${names.join(', ')}.`);
}
