import { joinOption } from '../problems/join-option.ts';
import type { CatalogPlan } from './plan-receipts.ts';
import type { SettingSource } from './setting-source.ts';

/** How an option of an adapter is called in the settings; `topicArns[1]` is a part of `topicArns`. */
export function renameOption(
  option: string,
  { entry, path }: CatalogPlan,
  source: SettingSource,
): { readonly option: string; readonly variable: string | null } {
  const [name = option] = option.split('[');
  const setting = entry.settings.find((each) => name === each.option);
  const variable = setting === undefined ? null : source.variableOfSetting(setting);
  return { option: joinOption(path, option), variable };
}
