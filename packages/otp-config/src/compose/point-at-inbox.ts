/** With `inboxUrl`, a provider's real adapter talks to the local inbox, as far as its settings name no other address. Pure. */
import type { AdapterOptions } from '@countersign/otp-core/adapter';
import type { ProviderEntry } from '../catalog/provider-entry.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';

/** `null`: nobody is pointed anywhere. Production refuses the setting, and nothing follows from it there. */
export function inboxUrlOf({ environment = 'production', inboxUrl }: Partial<OtpSettings>): string | null {
  return environment === 'production' || typeof inboxUrl !== 'string' ? null : inboxUrl.replace(/\/+$/, '');
}

export function pointAtInbox(
  { settings }: Pick<ProviderEntry, 'settings'>,
  options: AdapterOptions,
  inboxUrl: string | null,
): AdapterOptions {
  if (inboxUrl === null) return options;
  const addresses = settings
    .filter(({ option, inboxPath }) => inboxPath !== null && options[option] === undefined)
    .map(({ option, inboxPath }) => [option, `${inboxUrl}${inboxPath}`]);
  return { ...options, ...Object.fromEntries(addresses) };
}
