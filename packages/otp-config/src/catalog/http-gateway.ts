import { nearestWord } from '../environment/nearest-name.ts';
import type { HttpGatewaySettings } from '../settings/provider-settings.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { optional, type Setting } from './setting.ts';
import { choice, didYouMean, ENDPOINT, type Shape, text, whole } from './shape.ts';

const CREDENTIAL = text(/^[^\p{Cc}]{1,512}$/u, 'at most 512 characters on one line');

/** As the adapter has them, which may not be installed where somebody misspells one. */
const PRESETS = [
  'node-auth',
  'kannel',
  'sinch-http-basic',
  'jasmin',
  'clickatell-http',
  'smsglobal-http',
  'bulksms-eapi',
  'bulksms-json',
  'msg91',
  'textlocal',
  'vonage-sms',
  'smsapi',
  'playsms-ws',
  'playsms-generic',
  'budgetsms',
  'hollatags',
  'isms-my',
  'libyasms',
  'orgds-apix',
];

const PRESET: Shape = {
  expectation: `one of ${PRESETS.join(', ')}`,
  read: (given) => (PRESETS.includes(given) ? given : null),
  hint: (given) => didYouMean(nearestWord(given, PRESETS)),
};

/** A name that stands where an address belongs. */
const GATEWAY_ENDPOINT: Shape = {
  ...ENDPOINT,
  hint: (given) => (PRESETS.includes(given) ? `did you mean SMS_PRESET=${given}?` : null),
};

const SETTINGS: readonly Setting<keyof HttpGatewaySettings & string>[] = [
  optional('preset', 'SMS_PRESET', PRESET, {
    about: 'a gateway that is known by name',
    source: 'README of @countersign/otp-http-gateway',
    example: 'kannel',
  }),
  // Some gateways want their key in the query, so the address counts as a secret.
  optional('endpoint', 'SMS_ENDPOINT', GATEWAY_ENDPOINT, {
    about: 'where messages are sent to',
    source: "the gateway's documentation",
    example: 'https://gateway.example/send',
    disclosure: 'secret',
    address: 'base',
    inboxPath: '/gateway',
    otherNames: ['SMS_URL', 'SMS_GATEWAY_URL', 'SMS_API_URL', 'SMS_BASE_URL', 'SMS_GATEWAY_ENDPOINT'],
  }),
  optional('apiKey', 'SMS_API_KEY', CREDENTIAL, {
    about: 'the API key',
    source: 'your account at the gateway',
    otherNames: ['SMS_TOKEN', 'SMS_API_TOKEN', 'SMS_GATEWAY_API_KEY', 'SMS_AUTH_KEY'],
    disclosure: 'secret',
  }),
  optional('username', 'SMS_USERNAME', CREDENTIAL, {
    about: 'the user',
    source: 'your account at the gateway',
    otherNames: ['SMS_USER', 'SMS_GATEWAY_USERNAME', 'SMS_LOGIN'],
    disclosure: 'secret',
  }),
  optional('password', 'SMS_PASSWORD', CREDENTIAL, {
    about: 'the password',
    source: 'your account at the gateway',
    otherNames: ['SMS_PASS', 'SMS_GATEWAY_PASSWORD'],
    disclosure: 'secret',
  }),
  optional('authentication', 'SMS_AUTHENTICATION', choice('header', 'parameters', 'bearer', 'basic'), {
    about: 'where credentials go',
    source: "the gateway's documentation",
    example: 'header',
  }),
  optional('from', 'SMS_FROM', CREDENTIAL, {
    about: 'whom messages are from, where the gateway lets you choose',
    source: 'your account at the gateway',
    example: 'Acme',
    otherNames: ['SMS_SENDER', 'SMS_SENDER_ID', 'SMS_FROM_NUMBER'],
  }),
  optional('timeoutMs', 'SMS_TIMEOUT_MS', whole(1, 60_000), {
    about: 'milliseconds for a whole call',
    example: '10000',
  }),
];

export const HTTP_GATEWAY: ProviderEntry = {
  name: 'http-gateway',
  title: 'An HTTP gateway',
  kind: 'sms-sender',
  packageName: '@countersign/otp-http-gateway',
  sdk: null,
  settings: SETTINGS,
  alternatives: [[['endpoint'], ['preset']]],
  otherNames: ['gateway', 'http', 'sms', 'sms-gateway'],
  presets: { option: 'preset', names: PRESETS },
  plainHttpOptions: { plainHttp: 'any-host' },
};
