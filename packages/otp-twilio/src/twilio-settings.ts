/** What a deployment sets of Twilio: rows by which `otp-config` reads, describes and documents the options of both products. */
import {
  choice,
  ENDPOINT,
  type OptionName,
  type OptionPath,
  optional,
  type ProductSettings,
  required,
  SENDER_IDENTITY,
  type Setting,
  timeoutSetting,
  whole,
} from '@countersign/otp-core/settings';
import {
  ACCOUNT_SID,
  API_KEY_SID,
  MESSAGING_SERVICE_SID,
  PLACE,
  SECRET,
  type TwilioConnectionOptions,
  VERIFY_SERVICE_SID,
} from './twilio-connection.ts';
import type { TwilioSmsSenderOptions } from './twilio-sms-sender.ts';
import type { TwilioVerificationProviderOptions } from './twilio-verification-options.ts';

/** What settings say for receipts: they are signed with the auth token, whatever calls are. */
export interface TwilioReceiptOptions {
  readonly authToken: string;
}

type MessageOptions = TwilioSmsSenderOptions | TwilioReceiptOptions;

const ACCOUNT: readonly Setting<OptionName<TwilioConnectionOptions>>[] = [
  required('accountSid', 'TWILIO_ACCOUNT_SID', ACCOUNT_SID, {
    about: 'the account',
    source: 'Twilio Console, Account Info',
    otherNames: ['TWILIO_SID', 'TWILIO_ACCOUNT_ID', 'TWILIO_USERNAME'],
  }),
  optional('authToken', 'TWILIO_AUTH_TOKEN', SECRET, {
    about: "the account's auth token; receipts are signed with it",
    source: 'Twilio Console, Account Info',
    otherNames: ['TWILIO_TOKEN', 'TWILIO_SECRET', 'TWILIO_PASSWORD'],
    disclosure: 'secret',
  }),
  optional('apiKeySid', 'TWILIO_API_KEY', API_KEY_SID, {
    about: 'an API key, used in place of the auth token',
    source: 'Twilio Console, API keys & tokens',
    otherNames: ['TWILIO_API_KEY_SID', 'TWILIO_API_SID', 'TWILIO_KEY_SID'],
  }),
  optional('apiKeySecret', 'TWILIO_API_SECRET', SECRET, {
    about: 'the secret of the API key',
    source: 'Twilio Console, shown once when the key is made',
    otherNames: ['TWILIO_API_KEY_SECRET', 'TWILIO_KEY_SECRET'],
    disclosure: 'secret',
  }),
  optional('region', 'TWILIO_REGION', PLACE, { about: 'where Twilio processes and stores', example: 'ie1' }),
  optional('edge', 'TWILIO_EDGE', PLACE, { about: "where requests enter Twilio's network", example: 'dublin' }),
  optional('baseUrl', 'TWILIO_BASE_URL', ENDPOINT, {
    about: "another address than Twilio's",
    example: 'http://127.0.0.1:4025',
    address: 'base',
    inboxPath: '',
    otherNames: ['TWILIO_URL', 'TWILIO_API_URL'],
  }),
  timeoutSetting('TWILIO_TIMEOUT_MS'),
];

const CREDENTIALS: readonly (readonly OptionName<TwilioConnectionOptions>[])[] = [
  ['authToken'],
  ['apiKeySid', 'apiKeySecret'],
];

const MESSAGE_ROWS: readonly Setting<OptionPath<MessageOptions>>[] = [
  ...ACCOUNT,
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
  optional('messagingServiceSid', 'TWILIO_MESSAGING_SERVICE_SID', MESSAGING_SERVICE_SID, {
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

/** Of text messages. */
export const TWILIO_SETTINGS: ProductSettings<MessageOptions> = {
  name: 'twilio',
  title: 'Twilio Messages',
  kind: 'sms-sender',
  packageName: '@countersign/otp-twilio',
  sdk: 'twilio',
  settings: MESSAGE_ROWS,
  otherNames: ['twilio-sms', 'twilio-messaging'],
  alternatives: [CREDENTIALS, [['from'], ['messagingServiceSid']]],
  receipts: {
    addressOption: 'statusCallback',
    // The signature covers it.
    address: 'needed',
    needs: ['authToken'],
    ownOptions: [],
  },
};

const VERIFY_ROWS: readonly Setting<OptionPath<TwilioVerificationProviderOptions>>[] = [
  ...ACCOUNT,
  required('serviceSid', 'TWILIO_VERIFY_SERVICE_SID', VERIFY_SERVICE_SID, {
    about: 'the Verify service',
    source: 'Twilio Console, Verify, Services',
    otherNames: [
      'VERIFY_SERVICE_SID',
      'TWILIO_VERIFY_SID',
      'TWILIO_VERIFICATION_SID',
      'TWILIO_VERIFICATION_SERVICE_SID',
      'TWILIO_SERVICE_SID',
    ],
  }),
  optional('codeLength', 'TWILIO_VERIFY_CODE_LENGTH', whole(4, 10), {
    about: 'digits of its codes, as the service has it',
    source: 'the Verify service',
    example: '6',
  }),
  optional('codeTtlSeconds', 'TWILIO_VERIFY_CODE_TTL_SECONDS', whole(120, 86_400), {
    about: 'life of its codes, as the service has it',
    source: 'the Verify service',
    example: '600',
  }),
  optional('channel', 'TWILIO_VERIFY_CHANNEL', choice('sms', 'call', 'whatsapp', 'auto'), {
    about: 'how the code gets to the phone',
    example: 'sms',
  }),
];

/** Of Twilio Verify. */
export const TWILIO_VERIFY_SETTINGS: ProductSettings<TwilioVerificationProviderOptions> = {
  name: 'twilio-verify',
  title: 'Twilio Verify',
  kind: 'verification-provider',
  packageName: '@countersign/otp-twilio',
  sdk: 'twilio',
  settings: VERIFY_ROWS,
  alternatives: [CREDENTIALS],
  // Ten minutes, unless Twilio's support has changed the service.
  liveVerification: { lifeOption: 'codeTtlSeconds', usualSeconds: 600 },
};
