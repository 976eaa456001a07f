/**
 * Base URLs in production. One on loopback is left over from a test: no message leaves the machine. Over plain http, whoever is
 * on the way reads numbers, codes and the account.
 */
import { joinOption } from '../problems/join-option.ts';
import type { ProblemList } from '../problems/setting-problem.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';
import { judgeAddress } from './judge-address.ts';
import type { ProviderPlan } from './otp-plan.ts';
import type { SettingSource } from './setting-source.ts';

export function checkBaseUrls(
  { environment = 'production', allowInsecureBaseUrl = false }: Partial<OtpSettings>,
  plans: readonly ProviderPlan[],
  source: SettingSource,
  problems: ProblemList,
): void {
  if (environment !== 'production' || allowInsecureBaseUrl === true) return;
  const variable = source.variableOf('allowInsecureBaseUrl');
  const onPurpose = variable === null ? 'allowInsecureBaseUrl: true' : `${variable}=1`;
  for (const plan of plans) {
    if (plan.from !== 'catalog') continue;
    for (const setting of plan.entry.settings.filter(({ address }) => address === 'base')) {
      const flaw = judgeAddress(plan.options[setting.option]);
      if (flaw === null) continue;
      const what = flaw === 'loopback' ? 'leads to this machine' : 'is not https';
      const message = `${what}, which is refused in production; ${onPurpose} allows it`;
      const option = joinOption(plan.path, setting.option);
      problems.add({ code: 'insecure-base-url', option, variable: source.variableOfSetting(setting), message });
    }
  }
}
