/** Where a package of ours comes from: out of `adapters` where there are any, else by its name. */
import type { Adapter } from '@countersign/otp-core/adapter';
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
  /** There, and not what this release of ours expects. */
  | { readonly status: 'of-another-version' };

/** @throws what the loader throws of a package that is there and lacks something of its own */
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
  if (isMissing(loaded.error, packageName)) return { status: 'not-installed' };
  throw loaded.error;
}

function judge<Kind extends AdapterKind>(kind: Kind, adapter: Adapter | undefined): FoundAdapter<Kind> {
  // A package of before has no such value.
  if (adapter === undefined || !isOfKind(kind, adapter)) return { status: 'of-another-version' };
  return { status: 'found', adapter };
}

function isOfKind<Kind extends AdapterKind>(kind: Kind, adapter: Adapter): adapter is AdapterOf<Kind> {
  return adapter.kind === kind && adapter.specificationVersion === 'v1';
}

/** The package itself: one that is there and lacks something of its own is another matter. */
function isMissing(error: unknown, packageName: string): boolean {
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  const isNotFound = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return isNotFound && String(message).includes(`'${packageName}'`);
}
