/**
 * Makes everything of a plan that opens nothing: providers, what reads their receipts, the number parser. The engine is put
 * together from it, and the doctor has it made for what the adapters say of their options.
 */
import type { OtpEngineOptions, PhoneNumberParser } from '@countersign/otp-core';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import type { ProblemList } from '../problems/setting-problem.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';
import { loadAdapter } from './load-adapter.ts';
import { makeParsers } from './make-parsers.ts';
import { type MadeProviders, makeProviders } from './make-providers.ts';
import type { OtpPlan } from './otp-plan.ts';
import type { SettingSource } from './setting-source.ts';

export interface MadeParts {
  /** `undefined`: a problem was added. */
  readonly providers: MadeProviders | undefined;
  readonly parsers: readonly DeliveryReportParser[];
  /** `undefined`: none is asked for, or a problem was added. */
  readonly phone: PhoneNumberParser | undefined;
}

export async function makeParts(plan: OtpPlan, source: SettingSource, problems: ProblemList): Promise<MadeParts> {
  const providers = await makeProviders(plan, source, problems);
  const parsers = await makeParsers(plan, source, problems);
  const phone = await makePhone(plan.settings, source, problems);
  checkTestCodes(plan.settings, providers?.provider, source, problems);
  return { providers, parsers, phone };
}

/** `undefined` where none is asked for, or a problem was added. */
export async function makePhone(
  { allowedCountries, defaultCountry, adapters }: Partial<OtpSettings>,
  source: SettingSource,
  problems: ProblemList,
): Promise<PhoneNumberParser | undefined> {
  const countries = allowedCountries === '*' ? undefined : allowedCountries;
  const chosen = countries === undefined ? 'defaultCountry' : 'allowedCountries';
  const options = { ...defined('allowedCountries', countries), ...defined('defaultCountry', defaultCountry) };
  if (Object.keys(options).some((name) => problems.isAbout(name)) || Object.keys(options).length === 0)
    return undefined;
  return loadAdapter(
    {
      kind: 'phone-adapter',
      packageName: '@countersign/otp-phone',
      others: [],
      adapters,
      option: chosen,
      variable: source.variableOf(chosen),
      make: (adapter) => adapter.createParser(options),
      rename: (option) => ({ option, variable: source.variableOf(option) }),
    },
    problems,
  );
}

function defined<Name extends string, Value>(name: Name, value: Value | undefined): { [Each in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [Each in Name]?: Value };
}

/** A guess of another length than the provider's codes would not even be asked about. */
function checkTestCodes(
  { testNumbers = [] }: Partial<OtpSettings>,
  provider: OtpEngineOptions['provider'] | undefined,
  source: SettingSource,
  problems: ProblemList,
): void {
  if (provider?.kind !== 'verification-provider' || problems.isAbout('testNumbers')) return;
  const { codeLength } = provider.capabilities;
  if (testNumbers.every(({ code }) => code.length === codeLength)) return;
  const message = `must have codes of ${codeLength} digits, as those of the provider`;
  problems.add({ code: 'refused-setting', option: 'testNumbers', variable: source.variableOf('testNumbers'), message });
}
