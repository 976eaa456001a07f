/** What both products of Twilio need to know of an account. */
import type { TwilioSettings } from '../settings/provider-settings.ts';
import { optional, required, type Setting } from './setting.ts';
import { ENDPOINT, sid, text, whole } from './shape.ts';

const SECRET = text(/^(?![A-Z]{2}[0-9a-f]{32}$)[\x21-\x7e]{16,128}$/i, 'a secret as the console shows it, not a SID');
const PLACE = text(/^[a-z][a-z0-9-]{0,31}$/, "a name such as 'ie1' or 'dublin'");

export const TWILIO_ACCOUNT: readonly Setting<keyof TwilioSettings & string>[] = [
  required('accountSid', 'TWILIO_ACCOUNT_SID', sid('AC', 'an account SID'), {
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
  optional('apiKeySid', 'TWILIO_API_KEY', sid('SK', 'the SID of an API key'), {
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
  optional('timeoutMs', 'TWILIO_TIMEOUT_MS', whole(1, 60_000), {
    about: 'milliseconds for a whole call',
    example: '10000',
  }),
];

export const TWILIO_CREDENTIALS: readonly (readonly string[])[] = [['authToken'], ['apiKeySid', 'apiKeySecret']];
