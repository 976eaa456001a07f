/** Variables in, settings and everything that is badly written out. Pure: loads nothing, opens nothing. */
import { GENERAL_SETTINGS } from '../catalog/general-settings.ts';
import { findProvider, PROVIDERS } from '../catalog/providers.ts';
import { readStoreAddress } from '../catalog/stores.ts';
import { createProblemList, type ProblemList } from '../problems/setting-problem.ts';
import type { Environment, OtpOverrides, OtpSettings } from '../settings/otp-settings.ts';
import type { ProviderSettings } from '../settings/provider-settings.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import { checkUnknownVariables } from './check-unknown-variables.ts';
import { cleanVariables, type Variables } from './clean-variables.ts';
import { mergeSettings } from './merge-settings.ts';
import { place } from './place.ts';
import { readProvider } from './read-provider.ts';
import { readSetting } from './read-setting.ts';

export interface EnvironmentReading {
  /** As far as they could be read. */
  readonly settings: Partial<OtpSettings>;
  readonly variables: Variables;
  readonly problems: ProblemList;
  /** As `OTP_RETIRED_PROVIDERS` names them, senders included. */
  readonly retiredNames: readonly string[];
  /** As `OTP_INSTANCES` has it; `null`: not told. */
  readonly instances: number | null;
}

/** Of these, what `overrides` says is the whole of it. */
const DECIDED_WHOLE: readonly string[] = ['provider', 'retired', 'store', 'secret'];
const READ_APART: readonly string[] = [
  'provider',
  'retired',
  'store',
  'store.migrate',
  'store.statements',
  'instances',
];

/** What `overrides` decides is not looked for. */
export function readEnvironment(environment: Environment, overrides: OtpOverrides = {}): EnvironmentReading {
  const problems = createProblemList();
  const variables = cleanVariables(environment);
  const general = readGeneral(variables, overrides, problems);
  const settings: Record<string, unknown> = {};
  for (const [option, value] of general) if (!READ_APART.includes(option)) place(settings, option, value);
  settings.environment = isProduction(variables) ? 'production' : 'development';
  settings.provider = readProviders(variables, general.get('provider'), 'provider', problems);
  settings.retired = readProviders(variables, general.get('retired'), 'retired', problems);
  settings.store = readStore(general, problems);
  const retired = general.get('retired');
  const instances = general.get('instances');
  checkUnknownVariables(variables, problems);
  return {
    settings: mergeSettings(settings, overrides),
    variables,
    problems,
    retiredNames: Array.isArray(retired) ? retired : [],
    instances: typeof instances === 'number' ? instances : null,
  };
}

function isProduction(variables: Variables): boolean {
  return variables.get('NODE_ENV')?.toLowerCase() === 'production';
}

/** By the full path of the option. */
function readGeneral(
  variables: Variables,
  overrides: OtpOverrides,
  problems: ProblemList,
): ReadonlyMap<string, unknown> {
  const read = new Map<string, unknown>();
  for (const setting of GENERAL_SETTINGS) {
    if (DECIDED_WHOLE.includes(setting.option) && setting.option in overrides) continue;
    const value = readSetting(variables, setting, setting.option, problems);
    if (value !== undefined) read.set(setting.option, value);
  }
  return read;
}

function readProviders(
  variables: Variables,
  names: unknown,
  option: 'provider' | 'retired',
  problems: ProblemList,
): readonly ProviderSettings[] | undefined {
  if (!Array.isArray(names)) return undefined;
  const variable = option === 'provider' ? 'OTP_PROVIDER' : 'OTP_RETIRED_PROVIDERS';
  const read: ProviderSettings[] = [];
  for (const [index, name] of names.entries()) {
    const entry = findProvider(name);
    if (entry === undefined) {
      const message = `names a provider that is not known; known are ${PROVIDERS.map((each) => each.name).join(', ')}`;
      problems.add({ code: 'unknown-provider', option, variable, message });
    } else if (names.indexOf(name) < index) {
      problems.add({ code: 'wrong-shape', option, variable, message: `names ${entry.name} twice` });
    } else if (option === 'provider' || entry.kind === 'verification-provider') {
      // A former sender made no codes: nobody asks it anything, so it needs no account either.
      const path = option === 'provider' && names.length === 1 ? option : `${option}.${read.length}`;
      read.push(readProvider(variables, entry, path, problems));
    }
  }
  return read;
}

function readStore(general: ReadonlyMap<string, unknown>, problems: ProblemList): StoreSettings | undefined {
  const address = general.get('store');
  const migrate = general.get('store.migrate');
  const statements = general.get('store.statements');
  if (typeof address !== 'string') return undefined;
  const settings = readStoreAddress(address);
  if (settings === undefined) {
    const shape = GENERAL_SETTINGS.find(({ option }) => option === 'store')?.shape;
    const message = `must be ${shape?.expectation}`;
    problems.add({ code: 'wrong-shape', option: 'store', variable: 'OTP_STORE', message });
    return undefined;
  }
  if (settings.kind !== 'postgres') return settings;
  return {
    ...settings,
    ...(migrate === undefined ? {} : { migrate: migrate === 'never' ? 'never' : 'on-start' }),
    ...(statements === undefined ? {} : { statements: statements === 'unnamed' ? 'unnamed' : 'named' }),
  };
}
