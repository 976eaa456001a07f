import type { ProviderAdapter, ProviderProduct } from '@countersign/otp-core/adapter';
import type { ProviderEntry } from '../catalog/provider-entry.ts';

/** What a package has under the name that the catalog gives it. */
export function productOf({ packageName, products }: ProviderAdapter, { name }: ProviderEntry): ProviderProduct {
  const product = products.find((each) => each.name === name);
  if (product === undefined)
    throw new TypeError(`${packageName} has no product ${name}: install all packages of one version.`);
  return product;
}
