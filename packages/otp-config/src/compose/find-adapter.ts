/** Where a package of ours comes from: out of `adapters` where there are any, else by its name. */
import { type Adapter, explainUnloadedPackage, isPackageMissing } from '@countersign/otp-core/adapter';
import { loadInstalled } from '../catalog/installed-adapters.ts';
import { memoryAdapter } from '../catalog/memory-adapter.ts';

export type AdapterKind = Adapter['kind'];
export type AdapterOf<Kind extends AdapterKind> = Extract<Adapter, { readonly kind: Kind }>;

/** What could be found, and why not. */
export type FoundAdapter<Kind extends AdapterKind> =
  | { readonly status: 'found'; readonly adapter: AdapterOf<Kind> }
  /** `adapters` is the whole of what there is, and lacks it. */
  | { readonly status: 'not-given' }
  | { readonly status: 'not-installed' }
  /** There, and does not load. */
  | { readonly status: 'not-loaded'; readonly explanation: string }
  /** There, and not what this release of ours expects. */
  | { readonly status: 'of-another-version' };

export async function findAdapter<Kind extends AdapterKind>(
  kind: Kind,
  packageName: string,
  given: readonly Adapter[] | undefined,
): Promise<FoundAdapter<Kind>> {
  if (given !== undefined && packageName !== memoryAdapter.packageName) {
    const adapter = given.find((each) => each.packageName === packageName);
    return adapter === undefined ? { status: 'not-given' } : judge(kind, adapter);
  }
  const loaded = await loadInstalled(packageName);
  if ('adapter' in loaded) return judge(kind, loaded.adapter);
  if (isPackageMissing(loaded.error, packageName)) return { status: 'not-installed' };
  return { status: 'not-loaded', explanation: explainUnloadedPackage(loaded.error, packageName) };
}

function judge<Kind extends AdapterKind>(kind: Kind, adapter: Adapter | undefined): FoundAdapter<Kind> {
  // A package of before has no such value.
  if (adapter === undefined || !isOfKind(kind, adapter)) return { status: 'of-another-version' };
  return { status: 'found', adapter };
}

function isOfKind<Kind extends AdapterKind>(kind: Kind, adapter: Adapter): adapter is AdapterOf<Kind> {
  return adapter.kind === kind && adapter.specificationVersion === 'v1';
}
