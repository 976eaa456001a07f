/**
 * The catalog: every provider that can be chosen by its name, as its own package tells of it. The build takes these rows in,
 * so that they can be read, described and documented where the package is not installed; no adapter and no SDK comes along.
 */
import type { ProductSettings } from '@countersign/otp-core/settings';
import { HTTP_GATEWAY_SETTINGS, INBOX_SETTINGS } from '@countersign/otp-http-gateway/settings';
import { SINCH_SETTINGS, SINCH_SMS_SETTINGS } from '@countersign/otp-sinch/settings';
import { SNS_SETTINGS } from '@countersign/otp-sns/settings';
import { TELNYX_SETTINGS, TELNYX_VERIFY_SETTINGS } from '@countersign/otp-telnyx/settings';
import { TWILIO_SETTINGS, TWILIO_VERIFY_SETTINGS } from '@countersign/otp-twilio/settings';
import type { ProviderName } from '../settings/provider-settings.ts';
import type { ProviderEntry } from './provider-entry.ts';

const BY_NAME: Readonly<Record<ProviderName, ProviderEntry>> = {
  twilio: entryOf('twilio', TWILIO_SETTINGS),
  'twilio-verify': entryOf('twilio-verify', TWILIO_VERIFY_SETTINGS),
  telnyx: entryOf('telnyx', TELNYX_SETTINGS),
  'telnyx-verify': entryOf('telnyx-verify', TELNYX_VERIFY_SETTINGS),
  sinch: entryOf('sinch', SINCH_SETTINGS),
  'sinch-sms': entryOf('sinch-sms', SINCH_SMS_SETTINGS),
  sns: entryOf('sns', SNS_SETTINGS),
  'http-gateway': entryOf('http-gateway', HTTP_GATEWAY_SETTINGS),
  inbox: entryOf('inbox', INBOX_SETTINGS),
};

/** Which options a row may name its own package's compiler has seen to; here they are names. */
function entryOf(name: ProviderName, settings: ProductSettings): ProviderEntry {
  return { ...settings, name };
}

export const PROVIDERS: readonly ProviderEntry[] = Object.values(BY_NAME);

/** `undefined`: not a provider of the catalog. */
export function findProvider(name: unknown): ProviderEntry | undefined {
  return typeof name === 'string' && Object.hasOwn(BY_NAME, name) ? BY_NAME[name as ProviderName] : undefined;
}
