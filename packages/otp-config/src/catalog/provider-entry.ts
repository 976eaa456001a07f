/** What the catalog knows of a provider. */
import type { SmsSender, VerificationProvider } from '@countersign/otp-core';
import type { ProviderName } from '../settings/provider-settings.ts';
import type { Setting } from './setting.ts';

/** Options as the adapter's factory takes them; it checks them itself. */
export type AdapterOptions = Readonly<Record<string, unknown>>;

export interface ProviderEntry {
  readonly name: ProviderName;
  /** The vendor's product, as people call it. */
  readonly title: string;
  /** Who makes the codes: a sender delivers ours, a verification provider makes its own. */
  readonly kind: 'sms-sender' | 'verification-provider';
  readonly packageName: string;
  /** What the adapter loads with its first message, and the app has to install; `null`: nothing. */
  readonly sdk: string | null;
  readonly settings: readonly Setting[];
  /** Of each, one group of options has to be complete. */
  readonly alternatives: ReadonlyArray<readonly (readonly string[])[]>;
  /** Loads the adapter, which is nobody's dependency but that of who chose it, and makes the port. Makes no request. */
  create(options: AdapterOptions): Promise<SmsSender | VerificationProvider>;
  /** What cannot stand beside each other in options, but can in an environment. @defaultValue as they are */
  readonly fromEnvironment?: (options: AdapterOptions) => AdapterOptions;
}
