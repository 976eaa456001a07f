import type { AdapterOptions } from '@countersign/otp-core/adapter';
import type { Setting } from '@countersign/otp-core/settings';
import type { ProviderEntry } from '../catalog/provider-entry.ts';
import { joinOption } from '../problems/join-option.ts';
import type { ProblemList } from '../problems/setting-problem.ts';
import type { SettingSource } from './setting-source.ts';

export interface ProviderCheck {
  readonly entry: ProviderEntry;
  readonly options: AdapterOptions;
  readonly path: string;
  /** Whether it is to be asked anything, which takes an account. */
  readonly needs: 'account' | 'nothing';
  readonly source: SettingSource;
  readonly problems: ProblemList;
}

/** Whether there is all that an adapter needs, and nothing that it does not know. What values are worth it judges itself. */
export function checkProviderOptions(check: ProviderCheck): void {
  const { entry, options, path, problems } = check;
  const known = [...new Set(entry.settings.map(({ option }) => option.replace(/\..*$/, '')))];
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue;
    const message = `is not an option of ${entry.name}; known are ${known.join(', ')}`;
    problems.add({ code: 'refused-setting', option: joinOption(path, option), variable: null, message });
  }
  if (check.needs === 'nothing') return;
  for (const setting of entry.settings) {
    if (setting.need === 'required' && !isThere(check, setting)) addMissing(check, setting, []);
  }
  for (const groups of entry.alternatives)
    checkAlternatives(
      check,
      groups.map((group) => settingsOf(entry, group)),
    );
}

function checkAlternatives(check: ProviderCheck, groups: readonly (readonly Setting[])[]): void {
  if (groups.some((group) => group.every((setting) => isThere(check, setting)))) return;
  // Whoever has begun with one way is told what it lacks; others are told of every way.
  const begun = groups.find((group) => group.some((setting) => isThere(check, setting))) ?? groups[0] ?? [];
  const missing = begun.find((setting) => !isThere(check, setting));
  const others = groups.filter((group) => group !== begun);
  if (missing !== undefined) addMissing(check, missing, others);
}

function settingsOf(entry: ProviderEntry, options: readonly string[]): readonly Setting[] {
  return entry.settings.filter(({ option }) => options.includes(option));
}

/** One that is badly written is there, and has been told of. */
function isThere({ options, path, problems }: ProviderCheck, { option }: Setting): boolean {
  return options[option] !== undefined || problems.isAbout(joinOption(path, option));
}

function addMissing(
  { path, source, problems }: ProviderCheck,
  setting: Setting,
  others: readonly (readonly Setting[])[],
): void {
  const slip = source.slipOf(setting);
  const parts = [
    `is missing: ${setting.about}${setting.source === '' ? '' : ` (${setting.source})`}`,
    ...others.map((group) => `${group.map((each) => source.nameOf(each)).join(' with ')} would do too`),
    ...(slip === null ? [] : [`${slip} is set: a slip?`]),
  ];
  problems.add({
    code: 'missing-setting',
    option: joinOption(path, setting.option),
    variable: source.variableOfSetting(setting),
    message: parts.join('; '),
  });
}
