/** Variables in, settings and everything that is badly written out. Pure: loads nothing, opens nothing. */
import { GENERAL_SETTINGS } from '../catalog/general-settings.ts';
import { findProvider } from '../catalog/providers.ts';
import { readStoreAddress } from '../catalog/stores.ts';
import { createProblemList, type ProblemList } from '../problems/setting-problem.ts';
import type { Environment, EnvironmentName, OtpOverrides, OtpSettings } from '../settings/otp-settings.ts';
import type { ProviderSettings } from '../settings/provider-settings.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import { adviseProvider } from './advise-provider.ts';
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
  /** What only the doctor reads; what is not set is left out. */
  readonly told: ToldToDoctor;
  /** Variables that the app reads itself. */
  readonly appVariables: readonly string[];
}

/** Of the deployment, which the engine need not know. */
export interface ToldToDoctor {
  /** Processes that share the store. */
  readonly instances?: number;
  readonly trustedProxies?: number;
  readonly messagePriceUsd?: number;
}

/** Of these, what `overrides` says is the whole of it. */
const DECIDED_WHOLE: readonly string[] = ['provider', 'retired', 'store', 'secret'];
const READ_APART: readonly string[] = [
  'provider',
  'retired',
  'store',
  'store.migrate',
  'store.statements',
  ...GENERAL_SETTINGS.filter(({ readBy }) => readBy === 'doctor').map(({ option }) => option),
];

/** What `overrides` decides is not looked for. */
export function readEnvironment(
  environment: Environment,
  { appVariables, ...overrides }: OtpOverrides = {},
): EnvironmentReading {
  const problems = createProblemList();
  const variables = cleanVariables(environment);
  const general = readGeneral(variables, overrides, problems);
  const settings: Record<string, unknown> = {};
  for (const [option, value] of general) if (!READ_APART.includes(option)) place(settings, option, value);
  settings.environment = environmentName(variables);
  settings.provider = readProviders(variables, general.get('provider'), 'provider', problems);
  settings.retired = readProviders(variables, general.get('retired'), 'retired', problems);
  settings.store = readStore(general, problems);
  const retired = general.get('retired');
  const own = readAppVariables(appVariables, problems);
  checkUnknownVariables(variables, own, problems);
  return {
    settings: mergeSettings(settings, overrides),
    variables,
    problems,
    retiredNames: Array.isArray(retired) ? retired : [],
    told: Object.fromEntries([...general].filter(([option]) => isForDoctor(option))),
    appVariables: own,
  };
}

/** Careful both ways: any spelling of production is production, and only the very words are less than that. */
function environmentName(variables: Variables): EnvironmentName {
  const name = variables.get('NODE_ENV') ?? '';
  if (name.toLowerCase() === 'production') return 'production';
  return name === 'development' || name === 'test' ? name : 'unknown';
}

function isForDoctor(option: string): boolean {
  return GENERAL_SETTINGS.some((each) => each.option === option && each.readBy === 'doctor');
}

function readAppVariables(given: unknown, problems: ProblemList): readonly string[] {
  if (given === undefined) return [];
  if (Array.isArray(given) && given.every((name) => typeof name === 'string' && /^\w{1,64}$/.test(name))) return given;
  const message = 'must be a list of names of variables, such as OTP_EXPIRY_SECONDS';
  problems.add({ code: 'refused-setting', option: 'appVariables', variable: null, message });
  return [];
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
      problems.add({ code: 'unknown-provider', option, variable, message: adviseProvider(String(name)) });
    } else if (names.indexOf(name) < index) {
      problems.add({ code: 'wrong-shape', option, variable, message: `names ${entry.name} twice` });
    } else {
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
