/** How settings are called in what is said about them: by option in code, by option and variable in the environment. */

import type { Setting } from '@countersign/otp-core/settings';
import { nearestName } from '@countersign/otp-core/settings';
import { variableOf } from '../catalog/general-settings.ts';
import type { Variables } from '../environment/clean-variables.ts';

export interface SettingSource {
  /** Who is called, at the beginning of the error. */
  readonly subject: 'createOtp' | 'createOtpFromEnv';
  /** Of what is not a provider's; `null`: no variable says it. */
  variableOf(option: string): string | null;
  /** Of what is a provider's. */
  variableOfSetting(setting: Setting): string | null;
  /** What a person would have to write. */
  nameOf(setting: Setting): string;
  /** A variable that may have been meant; `null`: none. */
  slipOf(setting: Setting): string | null;
}

export const CODE: SettingSource = {
  subject: 'createOtp',
  variableOf: () => null,
  variableOfSetting: () => null,
  nameOf: ({ option }) => option,
  slipOf: () => null,
};

export function createEnvironmentSource(variables: Variables): SettingSource {
  // Names are shown; one that is no name at all might be a value that went astray.
  const names = variables.names.filter((name) => /^[A-Z]\w{4,63}$/.test(name));
  return {
    subject: 'createOtpFromEnv',
    variableOf,
    variableOfSetting: ({ variable }) => variable,
    nameOf: ({ variable }) => variable,
    slipOf: ({ variable, otherNames }) =>
      otherNames.find((each) => names.includes(each)) ?? nearestName(variable, names),
  };
}
