/** What a deployment sets of a gateway, and of the local inbox: rows by which `otp-config` reads, describes and documents them. */
import {
  choice,
  didYouMean,
  ENDPOINT,
  nearestWord,
  type OptionPath,
  optional,
  type ProductSettings,
  type Setting,
  type Shape,
  text,
  whole,
} from '@countersign/otp-core/settings';
import type { GatewayPresetName, HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';

const CREDENTIAL = text(/^[^\p{Cc}]{1,512}$/u, 'at most 512 characters on one line');

/** As rows are read where the presets themselves are not; each has one. */
const PRESETS: readonly string[] = Object.keys({
  'node-auth': true,
  kannel: true,
  'sinch-http-basic': true,
  jasmin: true,
  'clickatell-http': true,
  'smsglobal-http': true,
  'bulksms-eapi': true,
  'bulksms-json': true,
  msg91: true,
  textlocal: true,
  'vonage-sms': true,
  smsapi: true,
  'playsms-ws': true,
  'playsms-generic': true,
  budgetsms: true,
  hollatags: true,
  'isms-my': true,
  libyasms: true,
  'orgds-apix': true,
} satisfies Record<GatewayPresetName, true>);

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

const GATEWAY_ROWS: readonly Setting<OptionPath<HttpGatewaySmsSenderOptions>>[] = [
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

/** Of any gateway. */
export const HTTP_GATEWAY_SETTINGS: ProductSettings<HttpGatewaySmsSenderOptions> = {
  name: 'http-gateway',
  title: 'An HTTP gateway',
  kind: 'sms-sender',
  packageName: '@countersign/otp-http-gateway',
  sdk: null,
  settings: GATEWAY_ROWS,
  alternatives: [[['endpoint'], ['preset']]],
  otherNames: ['gateway', 'http', 'sms', 'sms-gateway'],
  presets: { option: 'preset', names: PRESETS },
  plainHttpOptions: { plainHttp: 'any-host' },
};

/** Where `npx @countersign/otp-inbox` listens. */
export const DEFAULT_INBOX_URL = 'http://127.0.0.1:4025';

/** What settings say of the inbox. */
export interface InboxOptions extends Pick<HttpGatewaySmsSenderOptions, 'timeoutMs'> {
  readonly url?: string;
  readonly token?: string;
}

const INBOX_ROWS: readonly Setting<OptionPath<InboxOptions>>[] = [
  optional('url', 'OTP_INBOX_URL', ENDPOINT, {
    about: 'where the inbox listens',
    source: 'what npx @countersign/otp-inbox prints',
    example: DEFAULT_INBOX_URL,
    address: 'base',
    inboxPath: '',
    otherNames: ['INBOX_URL'],
  }),
  optional(
    'token',
    'INBOX_TOKEN',
    text(/^[A-Za-z0-9._~+/=-]{16,256}$/, '16 to 256 letters, digits or any of - . _ ~ + / ='),
    {
      about: 'what the inbox was started with, if anything',
      source: 'your own choice',
      disclosure: 'secret',
    },
  ),
];

/** Of the local inbox, reached as what it is to a sender: a gateway. */
export const INBOX_SETTINGS: ProductSettings<InboxOptions> = {
  name: 'inbox',
  title: 'The local inbox',
  kind: 'sms-sender',
  packageName: '@countersign/otp-http-gateway',
  sdk: null,
  settings: INBOX_ROWS,
  alternatives: [],
  refusedInProduction: 'is the inbox, which shows codes to anyone who opens it: not in production',
};
