/** Reads what the environment says of one provider. Whether that is enough is judged with all the other settings. */
import type { ProviderEntry } from '../catalog/provider-entry.ts';
import { joinOption } from '../problems/join-option.ts';
import type { ProblemList } from '../problems/setting-problem.ts';
import type { ProviderSettings } from '../settings/provider-settings.ts';
import type { Variables } from './clean-variables.ts';
import { place } from './place.ts';
import { readSetting } from './read-setting.ts';

/** `path` leads to the provider within the settings, for example `provider.1`. */
export function readProvider(
  variables: Variables,
  entry: ProviderEntry,
  path: string,
  problems: ProblemList,
): ProviderSettings {
  const options: Record<string, unknown> = {};
  for (const setting of entry.settings) {
    const value = readSetting(variables, setting, joinOption(path, setting.option), problems);
    if (value !== undefined) place(options, setting.option, value);
  }
  // Whatever is not as its type says is reported, by now or by the check of all settings.
  return { name: entry.name, ...options } as ProviderSettings;
}
