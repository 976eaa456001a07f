/** What a deployment sets of a gateway, and of the local inbox: rows by which `otp-config` reads, describes and documents them. */
import {
  choice,
  ENDPOINT,
  type OptionPath,
  optional,
  type ProductSettings,
  type Setting,
  type Shape,
  text,
  timeoutSetting,
} from '@countersign/otp-core/settings';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import { GATEWAY_PRESET_NAMES } from './presets/preset-names.ts';

const LINE = text(/^[^\p{Cc}]{1,512}$/u, 'at most 512 characters on one line');
const ACCOUNT = 'your account at the gateway';
const CREDENTIAL = { source: ACCOUNT, disclosure: 'secret' } as const;

const PRESETS: readonly string[] = GATEWAY_PRESET_NAMES;

const PRESET: Shape = { ...choice(...PRESETS), expectation: `one of ${PRESETS.join(', ')}` };

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
  optional('apiKey', 'SMS_API_KEY', LINE, {
    ...CREDENTIAL,
    about: 'the API key',
    otherNames: ['SMS_TOKEN', 'SMS_API_TOKEN', 'SMS_GATEWAY_API_KEY', 'SMS_AUTH_KEY'],
  }),
  optional('username', 'SMS_USERNAME', LINE, {
    ...CREDENTIAL,
    about: 'the user',
    otherNames: ['SMS_USER', 'SMS_GATEWAY_USERNAME', 'SMS_LOGIN'],
  }),
  optional('password', 'SMS_PASSWORD', LINE, {
    ...CREDENTIAL,
    about: 'the password',
    otherNames: ['SMS_PASS', 'SMS_GATEWAY_PASSWORD'],
  }),
  optional('authentication', 'SMS_AUTHENTICATION', choice('header', 'parameters', 'bearer', 'basic'), {
    about: 'where credentials go',
    source: "the gateway's documentation",
    example: 'header',
  }),
  optional('from', 'SMS_FROM', LINE, {
    about: 'whom messages are from, where the gateway lets you choose',
    source: ACCOUNT,
    example: 'Acme',
    otherNames: ['SMS_SENDER', 'SMS_SENDER_ID', 'SMS_FROM_NUMBER'],
  }),
  timeoutSetting('SMS_TIMEOUT_MS'),
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
