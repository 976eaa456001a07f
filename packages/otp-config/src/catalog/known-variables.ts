import { GENERAL_SETTINGS } from './general-settings.ts';
import { PROVIDERS } from './providers.ts';

/** Every variable that we read. */
export const KNOWN_VARIABLES: readonly string[] = [
  ...new Set([...GENERAL_SETTINGS, ...PROVIDERS.flatMap(({ settings }) => settings)].map(({ variable }) => variable)),
];
