import type { SinchSmsSettings } from '../settings/provider-settings.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { optional, required, type Setting } from './setting.ts';
import { choice, ENDPOINT, TOKEN, text, whole } from './shape.ts';

const CALLBACK_SECRET = text(/^[\x20-\x7e]{8,512}$/, '8 to 512 characters on one line');

const SETTINGS: readonly Setting<keyof SinchSmsSettings & string>[] = [
  required('servicePlanId', 'SINCH_SERVICE_PLAN_ID', text(/^[A-Za-z0-9_-]{4,64}$/, 'the id of a service plan'), {
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
  optional('region', 'SINCH_REGION', choice('us', 'eu', 'br', 'ca', 'au'), {
    about: 'the region of the service plan',
    source: 'Sinch dashboard, SMS, APIs',
    example: 'us',
    otherNames: ['SINCH_SMS_REGION', 'SMS_REGION'],
  }),
  optional(
    'from',
    'SINCH_FROM',
    text(
      /^(?:\+?\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ._&-]{0,10})$/,
      'a number, or a name of at most 11 characters',
    ),
    {
      about: "whom messages are from, if not the plan's default",
      source: 'Sinch dashboard, Numbers',
      example: 'Acme',
      otherNames: ['SINCH_NUMBER', 'SINCH_PHONE_NUMBER', 'SINCH_SENDER', 'SINCH_FROM_NUMBER'],
    },
  ),
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
  optional('timeoutMs', 'SINCH_TIMEOUT_MS', whole(1, 60_000), {
    about: 'milliseconds for a whole call',
    example: '10000',
  }),
];

export const SINCH_SMS: ProviderEntry = {
  name: 'sinch-sms',
  title: 'Sinch SMS',
  kind: 'sms-sender',
  packageName: '@countersign/otp-sinch',
  sdk: null,
  settings: SETTINGS,
  alternatives: [],
  receipts: {
    addressOption: 'callbackUrl',
    // Without it none are asked for.
    address: 'needed',
    needs: ['webhookSecret'],
    ownOptions: ['webhookSecret'],
  },
};
