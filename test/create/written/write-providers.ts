/**
 * The list of providers that `create-countersign` offers, as a module. It imports nothing of ours, so that what it has to
 * know of a vendor is copied from where the vendor's package and the inbox tell it.
 */
import type { ProductSettings, Setting } from '@countersign/otp-core/settings';
import type { Provider } from '../../../packages/create-countersign/src/choices/provider.ts';

/** What stands elsewhere, and is brought together here. */
export interface ProviderFacts {
  readonly catalog: readonly ProductSettings[];
  /** Made-up accounts of the inbox by the provider's name. An app cannot start with a provider that it does not play. */
  readonly accounts: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Of libraries, the versions that the workspace is tested with. */
  readonly testedVersions: Readonly<Record<string, string>>;
}

const HEAD = `/**
 * Who sends the codes: what the packages of providers and the inbox tell. Not written by hand:
 * \`UPDATE_TEMPLATES=1 vitest run test/create/written\` writes it anew.
 */
import type { Provider } from './provider.ts';
`;

/** The inbox itself needs no account. */
const INBOX = 'inbox';

/** As TypeScript, not yet formatted. */
export function writeProviders(facts: ProviderFacts): string {
  const providers = providersOf(facts);
  const names = providers.map(({ name }) => `  | ${JSON.stringify(name)}\n`).join('');
  return `${HEAD}
/** The name of a provider, as \`--provider\` takes it. */
export type ProviderName =
${names};

export const PROVIDERS: readonly Provider<ProviderName>[] = ${JSON.stringify(providers, null, 2)};
`;
}

/** The inbox first: it is what an app begins with. */
export function providersOf({ catalog, accounts, testedVersions }: ProviderFacts): readonly Provider[] {
  const isOffered = ({ name }: ProductSettings): boolean => name === INBOX || accounts.has(name);
  return catalog
    .filter(isOffered)
    .toSorted((one, other) => Number(other.name === INBOX) - Number(one.name === INBOX))
    .map((product) => ({
      name: product.name,
      title: product.title,
      adapter: product.packageName,
      libraries: librariesOf(product, testedVersions),
      account: accounts.get(product.name) ?? {},
      later: Object.fromEntries(
        neededOf(product)
          .filter(({ inboxPath }) => inboxPath !== null)
          .map(({ variable, example }) => [variable, example]),
      ),
    }));
}

function librariesOf({ sdk }: ProductSettings, testedVersions: ProviderFacts['testedVersions']) {
  if (sdk === null) return {};
  const version = testedVersions[sdk];
  if (version === undefined) throw new Error(`package.json of the root has no ${sdk}: its version is not tested.`);
  return { [sdk]: `^${version}` };
}

/** Of several ways to give something, the first. */
function neededOf({ settings, alternatives }: ProductSettings): readonly Setting[] {
  return settings.filter(
    ({ option, need }) => need === 'required' || alternatives.some(([first = []]) => first.includes(option)),
  );
}
