import { isOptions } from '@countersign/otp-core/adapter';
import { findProvider } from '../catalog/providers.ts';
import { ENVIRONMENTS, planOtp } from '../compose/plan-otp.ts';
import { inboxUrlOf, pointAtInbox } from '../compose/point-at-inbox.ts';
import { CODE, createEnvironmentSource } from '../compose/setting-source.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import { createProblemList } from '../problems/setting-problem.ts';
import { writeProblem } from '../problems/write-problem.ts';
import type { Environment, OtpOverrides, OtpSettings } from '../settings/otp-settings.ts';
import type { ConfigDescription, ProviderDescription } from './config-description.ts';
import { describePolicy } from './describe-policy.ts';
import { showAddress, showOrigin, showPublic, showSecret } from './show-value.ts';
import { writeDescription } from './write-description.ts';

/**
 * Describes a configuration for a log or a status page: settings as for `createOtp`, or variables as for
 * `createOtpFromEnv`, with its overrides. Secrets and phone numbers are not in it. Loads nothing, opens nothing, throws nothing.
 *
 * @example
 * console.log(describeConfig(process.env).text);
 */
export function describeConfig(config: Environment | OtpSettings, overrides: OtpOverrides = {}): ConfigDescription {
  const { settings, problems } = read(config, overrides);
  const { environment = 'production', testNumbers, allowedCountries } = settings;
  const inboxUrl = inboxUrlOf(settings);
  const secrets = [settings.secret ?? []].flat().filter((each) => typeof each === 'string');
  const description = {
    environment: ENVIRONMENTS.includes(environment) ? environment : 'production',
    providers: listOf(settings.provider).map((each) => describeProvider(each, inboxUrl)),
    retired: listOf(settings.retired).map((each) => describeProvider(each, null).name),
    store: describeStore(settings.store),
    secrets: secrets.map(showSecret),
    subjectSecret: typeof settings.subjectSecret === 'string' ? showSecret(settings.subjectSecret) : null,
    policy: describePolicy(isOptions(settings.policy) ? settings.policy : {}),
    message: describeMessage(settings.message),
    allowedCountries: Array.isArray(allowedCountries) ? allowedCountries.map(showPublic) : null,
    allowInsecureBaseUrl: settings.allowInsecureBaseUrl === true,
    inboxUrl: inboxUrl === null ? null : showAddress(inboxUrl),
    warmUp: settings.warmUp === true,
    publicUrl: typeof settings.publicUrl === 'string' ? showAddress(settings.publicUrl) : null,
    testNumbers: Array.isArray(testNumbers) ? testNumbers.length : 0,
    problems,
  } as const;
  return { ...description, text: writeDescription(description) };
}

function read(
  config: unknown,
  overrides: OtpOverrides,
): { settings: Partial<OtpSettings>; problems: readonly string[] } {
  if (!isOptions(config)) return { settings: {}, problems: ['settings must be an object'] };
  // A variable is a text; a provider is none.
  if (typeof config.provider === 'object' && config.provider !== null) {
    const problems = createProblemList();
    planOtp(config, CODE, problems);
    return { settings: config, problems: problems.all.map(writeProblem) };
  }
  const { settings, variables, problems } = readEnvironment(config as Environment, overrides);
  planOtp(settings, createEnvironmentSource(variables), problems);
  return { settings, problems: problems.all.map(writeProblem) };
}

function listOf(choices: unknown): readonly unknown[] {
  if (choices === undefined) return [];
  return Array.isArray(choices) ? choices : [choices];
}

function describeProvider(choice: unknown, inboxUrl: string | null): ProviderDescription {
  const { name, providerId, ...given }: Record<string, unknown> = isOptions(choice) ? choice : {};
  const entry = findProvider(name);
  if (entry === undefined) return { name: showPublic(providerId ?? 'unknown'), variables: [], settings: {} };
  const options = pointAtInbox(entry, given, inboxUrl);
  const shown = entry.settings.flatMap(({ option, disclosure, address }) => {
    const value = valueAt(options, option);
    if (value === undefined) return [];
    const show = disclosure === 'public' ? showPublic : address === 'none' ? showSecret : showOrigin;
    return [[option, show(String(value))] as const];
  });
  const variables = entry.settings.map(({ variable }) => variable);
  return { name: entry.name, variables, settings: Object.fromEntries(shown) };
}

function valueAt(options: unknown, path: string): unknown {
  const [name = '', ...others] = path.split('.');
  const value = isOptions(options) && Object.hasOwn(options, name) ? options[name] : undefined;
  return others.length === 0 ? value : valueAt(value, others.join('.'));
}

function describeStore(store: unknown): string {
  if (store === undefined) return 'memory:';
  if (typeof store === 'string') return showAddress(store);
  const { kind, url, storeId }: Record<string, unknown> = isOptions(store) ? store : {};
  return typeof url === 'string'
    ? showAddress(url)
    : showPublic(kind === 'memory' ? 'memory:' : (storeId ?? 'unknown'));
}

/** Templates and languages are functions; what is a text is told. */
function describeMessage(message: unknown): Readonly<Record<string, string>> {
  const texts = Object.entries(isOptions(message) ? message : {}).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts.map(([name, value]) => [name, showPublic(value)]));
}
