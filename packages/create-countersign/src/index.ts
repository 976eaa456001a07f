/** The same as the command: for tools that make apps. */
export type { Choice, Ranges } from './choices/choice.ts';
export type { Framework, FrameworkName } from './choices/frameworks.ts';
export type { Language, LanguageName } from './choices/languages.ts';
export type { Provider } from './choices/provider.ts';
export type { ProviderName } from './choices/providers.ts';
export type { Store, StoreName } from './choices/stores.ts';
export { createApp } from './create-app.ts';
export { CHOICES, type CreateOptions } from './create-options.ts';
export type { CreateRefusal, CreateResult } from './create-result.ts';
