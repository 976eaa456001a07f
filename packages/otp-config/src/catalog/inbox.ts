/** The local inbox, reached as what it is to a sender: a gateway. */
import type { InboxSettings } from '../settings/provider-settings.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { optional, type Setting } from './setting.ts';
import { ENDPOINT, text } from './shape.ts';

const DEFAULT_INBOX_URL = 'http://127.0.0.1:4025';

const SETTINGS: readonly Setting<keyof InboxSettings & string>[] = [
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

export const INBOX: ProviderEntry = {
  name: 'inbox',
  title: 'The local inbox',
  kind: 'sms-sender',
  packageName: '@countersign/otp-http-gateway',
  sdk: null,
  settings: SETTINGS,
  alternatives: [],
  refusedInProduction: 'is the inbox, which shows codes to whoever opens it: not in production',
};
