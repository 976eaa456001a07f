import type { TwilioSettings } from '../settings/provider-settings.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { optional, type Setting } from './setting.ts';
import { ENDPOINT, SENDER_IDENTITY, sid } from './shape.ts';
import { TWILIO_ACCOUNT, TWILIO_CREDENTIALS } from './twilio-account.ts';

const SETTINGS: readonly Setting<keyof TwilioSettings & string>[] = [
  ...TWILIO_ACCOUNT,
  optional('from', 'TWILIO_PHONE_NUMBER', SENDER_IDENTITY, {
    about: 'whom messages are from: a number, a short code or a name',
    source: 'Twilio Console, Phone Numbers',
    example: '+14155550100',
    otherNames: [
      'TWILIO_FROM_NUMBER',
      'TWILIO_FROM',
      'TWILIO_NUMBER',
      'TWILIO_SENDER',
      'TWILIO_SMS_FROM',
      'TWILIO_FROM_PHONE',
    ],
  }),
  optional('messagingServiceSid', 'TWILIO_MESSAGING_SERVICE_SID', sid('MG', 'a Messaging Service'), {
    about: 'a service that picks the sender',
    source: 'Twilio Console, Messaging, Services',
    otherNames: ['TWILIO_SERVICE_SID', 'MESSAGING_SERVICE_SID', 'TWILIO_MESSAGE_SERVICE_SID'],
  }),
  optional('statusCallback', 'TWILIO_STATUS_CALLBACK', ENDPOINT, {
    about: 'where receipts go, if not to OTP_PUBLIC_URL',
    source: 'a route of yours',
    example: 'https://app.example/otp/webhooks/twilio',
    address: 'callback',
    otherNames: ['TWILIO_STATUS_CALLBACK_URL', 'TWILIO_CALLBACK_URL'],
  }),
];

export const TWILIO: ProviderEntry = {
  name: 'twilio',
  title: 'Twilio Messages',
  kind: 'sms-sender',
  packageName: '@countersign/otp-twilio',
  sdk: 'twilio',
  settings: SETTINGS,
  otherNames: ['twilio-sms', 'twilio-messaging'],
  alternatives: [TWILIO_CREDENTIALS, [['from'], ['messagingServiceSid']]],
  receipts: {
    addressOption: 'statusCallback',
    // The signature covers it.
    address: 'needed',
    needs: ['authToken'],
    ownOptions: [],
  },
};
