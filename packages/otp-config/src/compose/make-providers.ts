/** Makes the chosen providers, and one of several. */
import type { SmsSender, VerificationProvider } from '@countersign/otp-core';
import type { Adapter, RoutingAdapter } from '@countersign/otp-core/adapter';
import { joinOption } from '../problems/join-option.ts';
import { createProblemList, type ProblemList, type SettingProblem } from '../problems/setting-problem.ts';
import { findAdapter } from './find-adapter.ts';
import { loadAdapter } from './load-adapter.ts';
import type { OtpPlan, ProviderPlan } from './otp-plan.ts';
import { type CatalogPlan, providerOptionsOf } from './plan-receipts.ts';
import { productOf } from './product-of.ts';
import { renameOption } from './rename-option.ts';
import type { SettingSource } from './setting-source.ts';

export interface MadeProviders {
  readonly provider: SmsSender | VerificationProvider;
  readonly retired: readonly VerificationProvider[];
}

const ROUTING = '@countersign/otp-routing';

/** `undefined` where something is wrong; everything is still made, so that all of it is told. */
export async function makeProviders(
  plan: OtpPlan,
  source: SettingSource,
  problems: ProblemList,
): Promise<MadeProviders | undefined> {
  const { settings } = plan;
  const { adapters } = settings;
  const common = { publicUrl: plan.publicUrl, allowInsecureBaseUrl: settings.allowInsecureBaseUrl === true, adapters };
  const current = await makeAll(plan.providers, common, source, problems);
  const former = (await makeAll(plan.retired, common, source, problems)).filter(isVerification);
  // A list needs one more package, which is told with everything else.
  if (plan.providers.length > 1) await withRouting((routing) => routing, adapters, source, problems);
  if (problems.all.length > 0) return undefined;
  return current.every(isVerification)
    ? combineVerification({ current, former, adapters }, source, problems)
    : combineSenders({ current: current.filter(isSender), former, adapters }, source, problems);
}

/** What all providers are made with. */
interface Common {
  readonly publicUrl: string | null;
  readonly allowInsecureBaseUrl: boolean;
  readonly adapters: readonly Adapter[] | undefined;
}

interface Combined<Port> {
  readonly current: readonly Port[];
  readonly former: readonly VerificationProvider[];
  readonly adapters: readonly Adapter[] | undefined;
}

async function makeAll(
  plans: readonly ProviderPlan[],
  common: Common,
  source: SettingSource,
  problems: ProblemList,
): Promise<readonly (SmsSender | VerificationProvider)[]> {
  const made: (SmsSender | VerificationProvider)[] = [];
  for (const plan of plans) {
    const port = plan.from === 'port' ? plan.port : await makeOne(plan, common, source, problems);
    if (port !== undefined) made.push(port);
  }
  return made;
}

async function makeOne(
  plan: CatalogPlan,
  { publicUrl, allowInsecureBaseUrl, adapters }: Common,
  source: SettingSource,
  problems: ProblemList,
): Promise<SmsSender | VerificationProvider | undefined> {
  const { entry, path } = plan;
  // What is wrong with the list of adapters was said, and each of them would say it again.
  if (problems.isAbout('adapters')) return undefined;
  const found = createProblemList();
  const plainHttp = allowInsecureBaseUrl ? (entry.plainHttpOptions ?? {}) : {};
  const made = await loadAdapter(
    {
      kind: 'provider-adapter',
      neededBy: entry.name,
      packageName: entry.packageName,
      adapters,
      others: entry.sdk === null ? [] : [entry.sdk],
      option: path,
      variable: source.variableOf(path),
      make: (adapter) => productOf(adapter, entry).create({ ...plainHttp, ...providerOptionsOf(plan, publicUrl) }),
      rename: (option) => renameOption(option, plan, source),
    },
    found,
  );
  // What has been said already, the adapter would say again in its own words, and what follows from it, too.
  const wasSaid = problems.isAbout(path);
  const news = found.all.filter((each) => !wasSaid || each.code === 'missing-package' || isNews(each, plan, problems));
  for (const each of news) problems.add(each);
  return wasSaid ? undefined : made;
}

/** About a value that is there and that nothing was said of. */
function isNews({ option }: SettingProblem, { path, options }: CatalogPlan, problems: ProblemList): boolean {
  const [name = ''] = option.slice(path.length + 1).split(/[.[]/);
  return options[name] !== undefined && !problems.isAbout(joinOption(path, name));
}

async function combineSenders(
  { current, former, adapters }: Combined<SmsSender>,
  source: SettingSource,
  problems: ProblemList,
): Promise<MadeProviders | undefined> {
  const [first, ...others] = current;
  const provider =
    others.length === 0
      ? first
      : await withRouting((routing) => routing.withFailover(current), adapters, source, problems);
  if (provider === undefined) return undefined;
  return { provider, retired: [...former, ...(await listsOfBefore(former, former, adapters))] };
}

/**
 * Handles name the provider that made the code: a vendor where there was one, the failover where there was a list. So
 * whichever way a deployment goes from one to the other, both can be asked.
 */
async function combineVerification(
  { current, former, adapters }: Combined<VerificationProvider>,
  source: SettingSource,
  problems: ProblemList,
): Promise<MadeProviders | undefined> {
  const ids = current.map(({ providerId }) => providerId);
  const others = former.filter(({ providerId }) => !ids.includes(providerId));
  const [first] = current;
  if (first === undefined) return undefined;
  if (current.length === 1) {
    return { provider: first, retired: [...others, ...(await listsOfBefore(former, [first, ...others], adapters))] };
  }
  const failover = await withRouting(
    (routing) => routing.withProviderFailover(current, { retired: others }),
    adapters,
    source,
    problems,
  );
  return failover === undefined
    ? undefined
    : { provider: failover, retired: [...current, ...others].map(askedByHandle) };
}

/** Where routing is not installed, there was no list before; where nothing is retired, there is nobody to ask. */
async function listsOfBefore(
  former: readonly VerificationProvider[],
  vendors: readonly VerificationProvider[],
  adapters: readonly Adapter[] | undefined,
): Promise<readonly VerificationProvider[]> {
  const [first, ...others] = vendors;
  if (former.length === 0 || first === undefined) return [];
  const found = await findAdapter('routing-adapter', ROUTING, adapters).catch(() => null);
  if (found?.status !== 'found') return [];
  return [askedByHandle(found.adapter.withProviderFailover([first], { retired: others }))];
}

/** By number, the vendor itself is asked already. */
function askedByHandle(provider: VerificationProvider): VerificationProvider {
  return { ...provider, capabilities: { ...provider.capabilities, checkByNumber: false } };
}

async function withRouting<Made>(
  make: (routing: RoutingAdapter) => Made,
  adapters: readonly Adapter[] | undefined,
  source: SettingSource,
  problems: ProblemList,
): Promise<Made | undefined> {
  const chosen = { option: 'provider', variable: source.variableOf('provider') };
  const kind = 'routing-adapter' as const;
  return loadAdapter(
    { kind, packageName: ROUTING, others: [], adapters, ...chosen, make, rename: () => chosen },
    problems,
  );
}

function isVerification(port: SmsSender | VerificationProvider): port is VerificationProvider {
  return port.kind === 'verification-provider';
}

function isSender(port: SmsSender | VerificationProvider): port is SmsSender {
  return port.kind === 'sms-sender';
}
