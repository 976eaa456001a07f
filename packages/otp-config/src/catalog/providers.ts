/** The catalog: every provider that can be chosen by its name. */
import type { ProviderName } from '../settings/provider-settings.ts';
import { HTTP_GATEWAY } from './http-gateway.ts';
import { INBOX } from './inbox.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { SINCH } from './sinch.ts';
import { SINCH_SMS } from './sinch-sms.ts';
import { SNS } from './sns.ts';
import { TELNYX } from './telnyx.ts';
import { TELNYX_VERIFY } from './telnyx-verify.ts';
import { TWILIO } from './twilio.ts';
import { TWILIO_VERIFY } from './twilio-verify.ts';

const BY_NAME: Readonly<Record<ProviderName, ProviderEntry>> = {
  twilio: TWILIO,
  'twilio-verify': TWILIO_VERIFY,
  telnyx: TELNYX,
  'telnyx-verify': TELNYX_VERIFY,
  sinch: SINCH,
  'sinch-sms': SINCH_SMS,
  sns: SNS,
  'http-gateway': HTTP_GATEWAY,
  inbox: INBOX,
};

export const PROVIDERS: readonly ProviderEntry[] = Object.values(BY_NAME);

/** `undefined`: not a provider of the catalog. */
export function findProvider(name: unknown): ProviderEntry | undefined {
  return typeof name === 'string' && Object.hasOwn(BY_NAME, name) ? BY_NAME[name as ProviderName] : undefined;
}
