import { FRAMEWORKS, type FrameworkName } from './choices/frameworks.ts';
import { LANGUAGES, type LanguageName } from './choices/languages.ts';
import { PROVIDERS, type ProviderName } from './choices/providers.ts';
import { STORES, type StoreName } from './choices/stores.ts';

/** What to write, and where. */
export interface CreateOptions {
  /** New, or empty but for `.git`. Its name becomes the app's. */
  readonly folder: string;
  /** @defaultValue 'express' */
  readonly framework?: FrameworkName | undefined;
  /** @defaultValue 'inbox' */
  readonly provider?: ProviderName | undefined;
  /** @defaultValue 'memory' */
  readonly store?: StoreName | undefined;
  /** @defaultValue 'typescript' */
  readonly language?: LanguageName | undefined;
  /** A folder of tarballs, as `npm run pack` makes them: they are installed in place of what a registry has. */
  readonly packages?: string | undefined;
}

/** The four things that are chosen by name, and what may be chosen. */
export const CHOICES = { framework: FRAMEWORKS, provider: PROVIDERS, store: STORES, language: LANGUAGES } as const;

export type ChoiceName = keyof typeof CHOICES;

export const DEFAULTS = {
  framework: 'express',
  provider: 'inbox',
  store: 'memory',
  language: 'typescript',
} as const satisfies Required<Pick<CreateOptions, ChoiceName>>;
