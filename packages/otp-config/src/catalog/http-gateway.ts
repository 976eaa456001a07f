import type { HttpGatewaySettings } from '../settings/provider-settings.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { optional, type Setting } from './setting.ts';
import { choice, ENDPOINT, text, whole } from './shape.ts';

const CREDENTIAL = text(/^[^\p{Cc}]{1,512}$/u, 'at most 512 characters on one line');

const SETTINGS: readonly Setting<keyof HttpGatewaySettings & string>[] = [
  optional('preset', 'SMS_PRESET', text(/^[a-z][a-z0-9-]{1,40}$/, 'the name of a preset'), {
    about: 'a gateway that is known by name',
    source: 'README of @countersign/otp-http-gateway',
    example: 'kannel',
  }),
  // Some gateways want their key in the query, so the address counts as a secret.
  optional('endpoint', 'SMS_ENDPOINT', ENDPOINT, {
    about: 'where messages are sent to',
    source: "the gateway's documentation",
    example: 'https://gateway.example/send',
    disclosure: 'secret',
  }),
  optional('apiKey', 'SMS_API_KEY', CREDENTIAL, {
    about: 'the API key',
    source: 'your account at the gateway',
    disclosure: 'secret',
  }),
  optional('username', 'SMS_USERNAME', CREDENTIAL, {
    about: 'the user',
    source: 'your account at the gateway',
    disclosure: 'secret',
  }),
  optional('password', 'SMS_PASSWORD', CREDENTIAL, {
    about: 'the password',
    source: 'your account at the gateway',
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
};
