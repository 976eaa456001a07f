/** What serves development alone: the inbox, and settings by which others are pointed at it or believe it. */
import { GENERAL_SETTINGS } from '../catalog/general-settings.ts';
import { joinOption } from '../problems/join-option.ts';
import type { ProblemList } from '../problems/setting-problem.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';
import type { OtpPlan } from './otp-plan.ts';
import type { SettingSource } from './setting-source.ts';

export function checkForProduction(
  settings: Partial<OtpSettings>,
  { providers, retired }: Pick<OtpPlan, 'providers' | 'retired'>,
  source: SettingSource,
  problems: ProblemList,
): void {
  if ((settings.environment ?? 'production') !== 'production') return;
  const refuse = (option: string, variable: string | null, message: string) =>
    problems.add({ code: 'production-refusal', option, variable, message });
  for (const { option, refusedInProduction } of GENERAL_SETTINGS) {
    const isSet = Object.hasOwn(settings, option) && settings[option as keyof OtpSettings] !== undefined;
    if (refusedInProduction !== null && isSet) refuse(option, source.variableOf(option), refusedInProduction);
  }
  for (const plan of providers) {
    const refusal = plan.from === 'catalog' ? plan.entry.refusedInProduction : undefined;
    if (refusal !== undefined) refuse('provider', source.variableOf('provider'), refusal);
  }
  for (const plan of [...providers, ...retired]) {
    if (plan.from !== 'catalog') continue;
    const { entry, options, path } = plan;
    for (const setting of entry.settings) {
      const { option, refusedInProduction } = setting;
      if (refusedInProduction === null || options[option] === undefined) continue;
      refuse(joinOption(path, option), source.variableOfSetting(setting), refusedInProduction);
    }
  }
}
