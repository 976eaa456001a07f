/** What a deployment sets of Sinch: rows by which `otp-config` reads, describes and documents the options of both products. */
import {
  choice,
  ENDPOINT,
  type OptionPath,
  optional,
  type ProductSettings,
  required,
  type Setting,
  TOKEN,
  timeoutSetting,
  UUID,
  whole,
} from '@countersign/otp-core/settings';
import { APPLICATION_SECRET, CALLBACK_SECRET, ORIGINATOR, REGIONS, SERVICE_PLAN_ID } from './sinch-connection.ts';
import type { SinchSmsCallbackOptions } from './sinch-delivery-report-parser.ts';
import type { SinchSmsSenderOptions } from './sinch-sms-sender.ts';
import type { SinchVerificationProviderOptions } from './sinch-verification-provider.ts';

/** What settings say for receipts of messages alone. */
export type SinchSmsReceiptOptions = Pick<SinchSmsCallbackOptions, 'webhookSecret'>;

type MessageOptions = SinchSmsSenderOptions | SinchSmsReceiptOptions;

const VERIFICATION_ROWS: readonly Setting<OptionPath<SinchVerificationProviderOptions>>[] = [
  required('applicationKey', 'SINCH_KEY_ID', UUID, {
    about: 'the key of the app',
    source: 'Sinch dashboard, Verification, Apps',
    // As Sinch's own SDK and samples call it; its functions say VERIFICATION_….
    otherNames: ['SINCH_APPLICATION_KEY', 'SINCH_APP_KEY', 'VERIFICATION_APPLICATION_ID', 'SINCH_VERIFICATION_KEY'],
  }),
  required('applicationSecret', 'SINCH_KEY_SECRET', APPLICATION_SECRET, {
    about: 'the secret of the app',
    source: 'Sinch dashboard, Verification, Apps',
    otherNames: [
      'SINCH_APPLICATION_SECRET',
      'SINCH_APP_SECRET',
      'VERIFICATION_APPLICATION_SECRET',
      'SINCH_VERIFICATION_SECRET',
    ],
    disclosure: 'secret',
  }),
  optional('codeLength', 'SINCH_CODE_LENGTH', whole(4, 10), {
    about: 'digits of its codes, where Sinch has set up other than four',
    example: '4',
  }),
  optional('baseUrl', 'SINCH_BASE_URL', ENDPOINT, {
    about: "another address than Sinch's",
    example: 'http://127.0.0.1:4025',
    address: 'base',
    inboxPath: '',
    otherNames: ['SINCH_VERIFICATION_BASE_URL', 'SINCH_URL'],
  }),
  timeoutSetting('SINCH_TIMEOUT_MS'),
];

/** Of Sinch Verification. */
export const SINCH_SETTINGS: ProductSettings<SinchVerificationProviderOptions> = {
  name: 'sinch',
  title: 'Sinch Verification',
  kind: 'verification-provider',
  packageName: '@countersign/otp-sinch',
  sdk: null,
  settings: VERIFICATION_ROWS,
  alternatives: [],
  otherNames: ['sinch-verify', 'sinch-verification'],
  receipts: {
    addressOption: null,
    address: 'optional',
    needs: ['applicationKey', 'applicationSecret'],
    ownOptions: [],
  },
};

const MESSAGE_ROWS: readonly Setting<OptionPath<MessageOptions>>[] = [
  required('servicePlanId', 'SINCH_SERVICE_PLAN_ID', SERVICE_PLAN_ID, {
    about: 'the service plan',
    source: 'Sinch dashboard, SMS, APIs',
    otherNames: ['SMS_SERVICE_PLAN_ID', 'SINCH_SMS_SERVICE_PLAN_ID', 'SINCH_PLAN_ID'],
  }),
  required('apiToken', 'SINCH_API_TOKEN', TOKEN, {
    about: 'the API token of the service plan',
    source: 'Sinch dashboard, SMS, APIs',
    otherNames: ['SINCH_SMS_API_TOKEN', 'SINCH_AUTH_TOKEN', 'SINCH_TOKEN', 'SINCH_API_KEY'],
    disclosure: 'secret',
  }),
  optional('region', 'SINCH_REGION', choice(...REGIONS), {
    about: 'the region of the service plan',
    source: 'Sinch dashboard, SMS, APIs',
    example: 'us',
    otherNames: ['SINCH_SMS_REGION', 'SMS_REGION'],
  }),
  optional('from', 'SINCH_FROM', ORIGINATOR, {
    about: "whom messages are from, if not the plan's default",
    source: 'Sinch dashboard, Numbers',
    example: 'Acme',
    otherNames: ['SINCH_NUMBER', 'SINCH_PHONE_NUMBER', 'SINCH_SENDER', 'SINCH_FROM_NUMBER'],
  }),
  optional('callbackUrl', 'SINCH_CALLBACK_URL', ENDPOINT, {
    about: 'where receipts go, if not to OTP_PUBLIC_URL',
    source: 'a route of yours',
    example: 'https://app.example/otp/webhooks/sinch-sms',
    address: 'callback',
  }),
  optional('webhookSecret', 'SINCH_WEBHOOK_SECRET', CALLBACK_SECRET, {
    about: 'what receipts are signed with',
    source: 'Sinch support, who set it up for the service plan',
    disclosure: 'secret',
  }),
  optional('baseUrl', 'SINCH_SMS_BASE_URL', ENDPOINT, {
    about: "another address than the region's",
    example: 'http://127.0.0.1:4025',
    address: 'base',
    inboxPath: '',
  }),
  timeoutSetting('SINCH_TIMEOUT_MS'),
];

/** Of text messages. */
export const SINCH_SMS_SETTINGS: ProductSettings<MessageOptions> = {
  name: 'sinch-sms',
  title: 'Sinch SMS',
  kind: 'sms-sender',
  packageName: '@countersign/otp-sinch',
  sdk: null,
  settings: MESSAGE_ROWS,
  alternatives: [],
  receipts: {
    addressOption: 'callbackUrl',
    // Without it none are asked for.
    address: 'needed',
    needs: ['webhookSecret'],
    ownOptions: ['webhookSecret'],
  },
};
