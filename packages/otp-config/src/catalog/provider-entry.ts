import type { ProductSettings } from '@countersign/otp-core/settings';
import type { ProviderName } from '../settings/provider-settings.ts';

/** What the catalog knows of a provider: what its package tells of the product, under a name of ours. */
export interface ProviderEntry extends ProductSettings {
  readonly name: ProviderName;
}
