import type { TelnyxSettings } from '../settings/provider-settings.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { optional, type Setting } from './setting.ts';
import { ENDPOINT, SENDER_IDENTITY, UUID } from './shape.ts';
import { TELNYX_ACCOUNT, TELNYX_RECEIPTS } from './telnyx-account.ts';

const SETTINGS: readonly Setting<keyof TelnyxSettings & string>[] = [
  ...TELNYX_ACCOUNT,
  optional('from', 'TELNYX_PHONE_NUMBER', SENDER_IDENTITY, {
    about: 'whom messages are from: a number, a short code or a name',
    source: 'Telnyx portal, Numbers',
    example: '+14155550100',
    otherNames: ['TELNYX_FROM_NUMBER', 'TELNYX_FROM', 'TELNYX_NUMBER', 'TELNYX_FROM_PHONE', 'TELNYX_SENDER'],
  }),
  optional('messagingProfileId', 'TELNYX_MESSAGING_PROFILE_ID', UUID, {
    about: 'the profile; needed without a number, and by a name',
    source: 'Telnyx portal, Messaging',
    otherNames: ['TELNYX_PROFILE_ID', 'TELNYX_MESSAGE_PROFILE_ID', 'TELNYX_SMS_PROFILE_ID'],
  }),
  optional('webhookUrl', 'TELNYX_WEBHOOK_URL', ENDPOINT, {
    about: 'where receipts go, if not to OTP_PUBLIC_URL',
    source: 'a route of yours',
    example: 'https://app.example/otp/webhooks/telnyx',
    address: 'callback',
  }),
];

export const TELNYX: ProviderEntry = {
  name: 'telnyx',
  title: 'Telnyx Messages',
  kind: 'sms-sender',
  packageName: '@countersign/otp-telnyx',
  sdk: 'telnyx',
  settings: SETTINGS,
  alternatives: [[['from'], ['messagingProfileId']]],
  receipts: { ...TELNYX_RECEIPTS, addressOption: 'webhookUrl' },
};
