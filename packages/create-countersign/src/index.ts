/** The same as the command: for tools that make apps. */
export type { FrameworkName } from './choices/frameworks.ts';
export type { LanguageName } from './choices/languages.ts';
export type { ProviderName } from './choices/providers.ts';
export type { StoreName } from './choices/stores.ts';
export { createApp } from './create-app.ts';
export type { CreateOptions } from './create-options.ts';
export type { CreateRefusal, CreateResult } from './create-result.ts';
