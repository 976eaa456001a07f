/** Checks settings as far as that goes without loading anything, and says what is to be composed. Pure. */
import type { CodeStore, SmsSender, VerificationProvider } from '@countersign/otp-core';
import { isOptions } from '@countersign/otp-core/adapter';
import { ENDPOINT, PUBLIC_URL } from '@countersign/otp-core/settings';
import { GENERAL_SETTINGS } from '../catalog/general-settings.ts';
import { ADAPTER_PACKAGES } from '../catalog/installed-adapters.ts';
import { findProvider, PROVIDERS } from '../catalog/providers.ts';
import { findStore, readStoreAddress, type StoreEntry } from '../catalog/stores.ts';
import { providerHint } from '../environment/advise-provider.ts';
import type { ProblemCode, ProblemList } from '../problems/setting-problem.ts';
import type { EnvironmentName, OtpSettings } from '../settings/otp-settings.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import { checkTestNumbers } from '../test-numbers/check-test-numbers.ts';
import { checkBaseUrls } from './check-base-urls.ts';
import { checkEngineOptions } from './check-engine-options.ts';
import { checkForProduction } from './check-for-production.ts';
import { checkProviderOptions } from './check-provider-options.ts';
import { kindOf, nameOf, type OtpPlan, type ProviderPlan, type StorePlan } from './otp-plan.ts';
import { inboxUrlOf, pointAtInbox } from './point-at-inbox.ts';
import type { SettingSource } from './setting-source.ts';

const KNOWN: Readonly<Record<keyof OtpSettings, true>> = {
  provider: true,
  retired: true,
  store: true,
  rateLimiter: true,
  secret: true,
  subjectSecret: true,
  policy: true,
  purposes: true,
  message: true,
  deadlines: true,
  phone: true,
  decoys: true,
  onEvent: true,
  parsers: true,
  adapters: true,
  clock: true,
  allowedCountries: true,
  defaultCountry: true,
  publicUrl: true,
  inboxUrl: true,
  warmUp: true,
  testNumbers: true,
  environment: true,
  allowInsecureBaseUrl: true,
};

export function planOtp(settings: Partial<OtpSettings>, source: SettingSource, problems: ProblemList): OtpPlan {
  const add = (code: ProblemCode, option: string, message: string) =>
    problems.add({ code, option, variable: source.variableOf(option), message });
  for (const name of Object.keys(settings)) {
    if (!Object.hasOwn(KNOWN, name)) {
      add('refused-setting', name, `is not an option; known are ${Object.keys(KNOWN).join(', ')}`);
    }
  }
  checkPresence(settings, add, problems);
  const providers = planProviders(settings, 'provider', source, problems);
  const retired = planProviders(settings, 'retired', source, problems);
  checkTogether(settings, providers, add, problems);
  checkCountries(settings, add);
  checkEnvironment(settings, add);
  checkForProduction(settings, { providers, retired }, source, problems);
  checkBaseUrls(settings, [...providers, ...retired], source, problems);
  checkTestNumbers(settings, (code, message) => add(code, 'testNumbers', message));
  checkParsers(settings, add);
  checkAdapters(settings, add);
  checkEngineOptions(settings, source, problems);
  return {
    settings,
    providers,
    retired: retired.filter((plan) => kindOf(plan) === 'verification-provider'),
    formerSenders: retired.filter((plan) => kindOf(plan) === 'sms-sender'),
    store: planStore(settings, add),
    publicUrl: planPublicUrl(settings, add),
  };
}

type Add = (code: ProblemCode, option: string, message: string) => void;

function checkPresence(settings: Partial<OtpSettings>, add: Add, problems: ProblemList): void {
  if (settings.provider === undefined && !problems.isAbout('provider')) {
    const known = PROVIDERS.map(({ name }) => name).join(', ');
    add('missing-setting', 'provider', `is missing: set one of ${known}, or several of one kind in failover order`);
  }
  if (settings.secret === undefined && !problems.isAbout('secret')) {
    const source = GENERAL_SETTINGS.find(({ option }) => option === 'secret')?.source;
    add('missing-setting', 'secret', `is missing; make one with: ${source}`);
  }
}

function planProviders(
  settings: Partial<OtpSettings>,
  option: 'provider' | 'retired',
  source: SettingSource,
  problems: ProblemList,
): readonly ProviderPlan[] {
  const choices: unknown = settings[option];
  if (choices === undefined) return [];
  const inboxUrl = inboxUrlOf(settings);
  const all: readonly unknown[] = Array.isArray(choices) ? choices : [choices];
  const isListed = option === 'retired' || all.length > 1;
  return all.flatMap((choice, index) =>
    planProvider(choice, { path: isListed ? `${option}.${index}` : option, option, inboxUrl, source, problems }),
  );
}

interface Place {
  readonly path: string;
  readonly option: 'provider' | 'retired';
  readonly inboxUrl: string | null;
  readonly source: SettingSource;
  readonly problems: ProblemList;
}

function planProvider(choice: unknown, { path, option, inboxUrl, source, problems }: Place): readonly ProviderPlan[] {
  if (isPort(choice)) return [{ from: 'port', path, port: choice }];
  const { name, ...given }: Record<string, unknown> = isOptions(choice) ? choice : {};
  const entry = findProvider(name);
  if (entry === undefined) {
    const known = PROVIDERS.map((each) => `'${each.name}'`).join(', ');
    const hint = typeof name === 'string' ? providerHint(name) : null;
    const message = `must be { name, … } with a name among ${known}, a sender or a verification provider${hint === null ? '' : `; ${hint}`}`;
    problems.add({ code: 'unknown-provider', option: path, variable: null, message });
    return [];
  }
  const options = pointAtInbox(entry, given, inboxUrl);
  // Of a former sender, nobody is asked for more than its receipts need.
  const needs = option === 'retired' && entry.kind === 'sms-sender' ? 'nothing' : 'account';
  checkProviderOptions({ entry, options, path, needs, source, problems });
  return [{ from: 'catalog', path, entry, options }];
}

/** What the engine takes for a port it checks itself. */
function isPort(value: unknown): value is SmsSender | VerificationProvider {
  return isOptions(value) && (value.kind === 'sms-sender' || value.kind === 'verification-provider');
}

function checkTogether(
  settings: Partial<OtpSettings>,
  providers: readonly ProviderPlan[],
  add: Add,
  problems: ProblemList,
): void {
  const senders = providers.filter((plan) => kindOf(plan) === 'sms-sender').map(nameOf);
  const verifiers = providers.filter((plan) => kindOf(plan) === 'verification-provider').map(nameOf);
  if (senders.length > 0 && verifiers.length > 0) {
    const named = `senders (${senders.join(', ')}) and verification providers (${verifiers.join(', ')})`;
    add('mixed-providers', 'provider', `mixes ${named}: neither can check codes that the other made`);
  }
  if (Array.isArray(settings.provider) && providers.length === 0 && !problems.isAbout('provider')) {
    add('missing-setting', 'provider', 'must name at least one');
  }
}

export const ENVIRONMENTS: readonly EnvironmentName[] = ['production', 'development', 'test', 'unknown'];

function checkEnvironment(
  { environment, allowInsecureBaseUrl, warmUp, inboxUrl }: Partial<OtpSettings>,
  add: Add,
): void {
  if (environment !== undefined && !ENVIRONMENTS.includes(environment)) {
    add('refused-setting', 'environment', `must be ${ENVIRONMENTS.map((each) => `'${each}'`).join(' or ')}`);
  }
  for (const [option, value] of Object.entries({ allowInsecureBaseUrl, warmUp })) {
    if (value !== undefined && typeof value !== 'boolean') add('refused-setting', option, 'must be true or false');
  }
  if (inboxUrl !== undefined && (typeof inboxUrl !== 'string' || ENDPOINT.read(inboxUrl) === null)) {
    add('refused-setting', 'inboxUrl', `must be ${ENDPOINT.expectation}`);
  }
}

function planPublicUrl({ publicUrl }: Partial<OtpSettings>, add: Add): string | null {
  if (publicUrl === undefined) return null;
  const read = typeof publicUrl === 'string' ? PUBLIC_URL.read(publicUrl) : null;
  if (read === null) add('refused-setting', 'publicUrl', `must be ${PUBLIC_URL.expectation}`);
  return read === null ? null : String(read);
}

/** What each does with a receipt is its own affair; two of one name would listen at one address. */
function checkParsers({ parsers }: Partial<OtpSettings>, add: Add): void {
  if (parsers === undefined) return;
  const isParser = (value: unknown) =>
    isOptions(value) &&
    value.kind === 'delivery-report-parser' &&
    typeof value.parse === 'function' &&
    typeof value.providerId === 'string';
  if (!Array.isArray(parsers) || !parsers.every(isParser)) {
    add('refused-setting', 'parsers', 'must be a list of delivery report parsers');
  } else if (new Set(parsers.map(({ providerId }) => providerId)).size < parsers.length) {
    add('refused-setting', 'parsers', 'must not hold a providerId twice');
  }
}

function checkAdapters({ adapters }: Partial<OtpSettings>, add: Add): void {
  if (adapters === undefined) return;
  const isAdapter = (value: unknown) => isOptions(value) && ADAPTER_PACKAGES.some((name) => name === value.packageName);
  if (!Array.isArray(adapters) || !adapters.every(isAdapter)) {
    add('refused-setting', 'adapters', `must be a list of adapters, as ${ADAPTER_PACKAGES.join(', ')} export them`);
  } else if (new Set(adapters.map(({ packageName }) => packageName)).size < adapters.length) {
    add('refused-setting', 'adapters', 'must not hold one of a package twice');
  }
}

/** Which codes are countries' the parser knows. */
function checkCountries(settings: Partial<OtpSettings>, add: Add): void {
  for (const name of ['allowedCountries', 'defaultCountry'] as const) {
    if (settings[name] === undefined || settings[name] === '*' || settings.phone === undefined) continue;
    add('refused-setting', name, 'cannot be combined with phone, which decides it');
  }
}

function planStore(settings: Partial<OtpSettings>, add: Add): StorePlan {
  const { store = 'memory:', rateLimiter } = settings;
  if (isOptions(store) && 'specificationVersion' in store) {
    return { from: 'port', store: store as unknown as CodeStore, rateLimiter };
  }
  const read: unknown = typeof store === 'string' ? readStoreAddress(store) : store;
  const kind: unknown = isOptions(read) ? read.kind : undefined;
  const entry = findStore(kind);
  if (rateLimiter !== undefined) {
    add('refused-setting', 'rateLimiter', 'goes with a store that is already made; others bring their own');
  }
  if (entry === undefined) {
    // An address may hold a password: it is not repeated.
    const shape = GENERAL_SETTINGS.find(({ option }) => option === 'store')?.shape;
    add('wrong-shape', 'store', `must be ${shape?.expectation}`);
    return { from: 'catalog', entry: findStore('memory') as StoreEntry, settings: { kind: 'memory' } };
  }
  return { from: 'catalog', entry, settings: read as StoreSettings };
}
