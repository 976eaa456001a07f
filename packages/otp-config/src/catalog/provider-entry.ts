/** What the catalog knows of a provider. */
import type { AdapterOptions } from '@countersign/otp-core/adapter';
import type { ProviderName } from '../settings/provider-settings.ts';
import type { Setting } from './setting.ts';

export interface ProviderEntry {
  readonly name: ProviderName;
  /** The vendor's product, as people call it. */
  readonly title: string;
  /** Who makes the codes: a sender delivers ours, a verification provider makes its own. */
  readonly kind: 'sms-sender' | 'verification-provider';
  /** Whose adapter has a product of this name. It is nobody's dependency but that of who chose it. */
  readonly packageName: string;
  /** What the adapter loads with its first message, and the app has to install; `null`: nothing. */
  readonly sdk: string | null;
  readonly settings: readonly Setting[];
  /** Of each, one group of options has to be complete. */
  readonly alternatives: ReadonlyArray<readonly (readonly string[])[]>;
  /** How its receipts are taken in. @defaultValue it sends none */
  readonly receipts?: ReceiptsEntry;
  /** Why it must not run in production; goes on where `provider` ends. @defaultValue it may */
  readonly refusedInProduction?: string;
  /** Other words for it, in place of its name. */
  readonly otherNames?: readonly string[];
  /** Names that one of its options takes, and people write in place of the provider's. */
  readonly presets?: { readonly option: string; readonly names: readonly string[] };
  /** The vendor goes on with a verification that lives, sends and checks already counted. Its life, in seconds. */
  readonly liveVerification?: { readonly lifeOption: string; readonly usualSeconds: number };
  /** Options by which the adapter takes a base URL over plain http. @defaultValue it takes none */
  readonly plainHttpOptions?: AdapterOptions;
}

/** What the catalog knows of a provider's delivery receipts. */
export interface ReceiptsEntry {
  /** Option by which each message says where its receipts go; `null`: the vendor's console says it. */
  readonly addressOption: string | null;
  /** Whether there can be receipts while nobody says here where they go. */
  readonly address: 'needed' | 'optional';
  /** Options without which a receipt of the vendor's could not be told from one of a stranger's. */
  readonly needs: readonly string[];
  /** Those for receipts alone, which the provider itself does not take. */
  readonly ownOptions: readonly string[];
}
