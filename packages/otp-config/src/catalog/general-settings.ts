/** The catalog: what a deployment sets whoever its provider is. */

import { MOST_SECRETS } from '@countersign/otp-core/adapter';
import {
  choice,
  DOLLARS,
  ENDPOINT,
  FLAG,
  list,
  optional,
  PUBLIC_URL,
  required,
  type Setting,
  type Shape,
  text,
  whole,
} from '@countersign/otp-core/settings';
import { STORES } from './stores.ts';
import { TEST_NUMBERS } from './test-numbers.ts';

const HOUR_MS = 3_600_000;

/** A window of an hour. */
function perHour(): Shape {
  const { expectation, read } = whole(1, 1_000_000_000);
  return {
    expectation,
    read(given) {
      const max = read(given);
      return max === null ? null : [{ max, durationMs: HOUR_MS }];
    },
  };
}

const WAITS = list(whole(1, 86_400, 1000), 'whole numbers from 1 to 86400, separated by commas, or 0 for none', 16);
const COOLDOWNS: Shape = { ...WAITS, read: (given) => (given === '0' ? [] : WAITS.read(given)) };

const LINE = text(/^[^\p{Cc}]{1,256}$/u, 'at most 256 characters on one line');
const COUNTRY = text(/^(?:[A-Z]{2}|001)$/, 'a code such as IT, two capital letters');
const COUNTRIES = list(COUNTRY, "codes such as IT,US, two capital letters each, or '*' for all", 256);
/** All of them, and somebody has said so. */
const ALLOWED_COUNTRIES: Shape = { ...COUNTRIES, read: (given) => (given === '*' ? given : COUNTRIES.read(given)) };
const NAMES = list(text(/^[\w-]{1,32}$/, ''), 'a name, or several separated by commas', 16);
const SECRET = text(/^[^,\p{Cc}]{1,4096}$/u, 'on one line, at most 4096 characters');

export const GENERAL_SETTINGS = [
  required('provider', 'OTP_PROVIDER', NAMES, {
    about: 'who sends; of several, each is asked only after the former has refused',
    source: 'the providers below',
    example: 'inbox',
  }),
  optional('retired', 'OTP_RETIRED_PROVIDERS', NAMES, {
    about: 'former providers whose codes or receipts may still be on their way',
    example: 'twilio-verify',
  }),
  required('secret', 'OTP_SECRET', list(SECRET, 'on one line, separated by commas when rotating', MOST_SECRETS), {
    about: 'keys of codes and handles; when rotating, the newest first, separated by commas',
    source: 'openssl rand -base64 32',
    disclosure: 'secret',
  }),
  optional('subjectSecret', 'OTP_SUBJECT_SECRET', SECRET, {
    about: 'key that hashes numbers in the store, else the oldest OTP_SECRET. If it changes, limits start over',
    source: 'openssl rand -base64 32',
    disclosure: 'secret',
  }),
  optional(
    'store',
    'OTP_STORE',
    text(
      /^[a-z+]+:[^\s]{0,2040}$/,
      `an address that begins with ${STORES.flatMap(({ schemes }) => schemes).join(', ')}`,
    ),
    {
      about: 'where codes and limits are kept',
      example: 'memory:',
      disclosure: 'secret',
      otherNames: ['OTP_REDIS_URL', 'OTP_DATABASE_URL', 'OTP_STORE_URL'],
    },
  ),
  optional('store.migrate', 'OTP_STORE_MIGRATE', choice('on-start', 'never'), {
    about: 'whether tables are made at the start, in PostgreSQL and PGlite',
    example: 'on-start',
  }),
  optional('store.statements', 'OTP_STORE_STATEMENTS', choice('named', 'unnamed'), {
    about: 'unnamed where a pooler such as PgBouncer stands before PostgreSQL and keeps no prepared statements',
    example: 'unnamed',
  }),
  optional('policy.preset', 'OTP_POLICY', choice('standard', 'strict'), {
    about: 'the policy that the following differ from',
    example: 'standard',
  }),
  optional('policy.codeLength', 'OTP_LENGTH', whole(4, 10), {
    about: 'digits of a code',
    example: '6',
    otherNames: ['OTP_CODE_LENGTH', 'OTP_DIGITS'],
  }),
  optional('policy.ttlMs', 'OTP_TTL_SECONDS', whole(1, 600, 1000), {
    about: 'life of a code from its first message, at most ten minutes',
    example: '300',
    otherNames: ['OTP_EXPIRY_SECONDS', 'OTP_EXPIRES_IN', 'OTP_EXPIRY', 'OTP_VALIDITY_SECONDS'],
  }),
  optional('policy.maxAttempts', 'OTP_MAX_ATTEMPTS', whole(1, 10), {
    about: 'wrong codes a challenge stands',
    example: '5',
    otherNames: ['OTP_MAX_TRIES', 'OTP_ATTEMPTS'],
  }),
  optional('policy.cooldownsMs', 'OTP_COOLDOWN_SECONDS', COOLDOWNS, {
    about: 'waits before each further message to a number; the last one repeats',
    example: '30,60,120,300',
  }),
  optional('policy.binding', 'OTP_BINDING', choice('handle', 'number'), {
    about: 'whether a code is tried with the handle or with the number alone, which lets strangers use its tries up',
    example: 'handle',
  }),
  optional('policy.rateLimits.requestsPerAddress', 'OTP_REQUESTS_PER_ADDRESS_PER_HOUR', perHour(), {
    about: 'requests by client address; clients that the app recognises are not counted',
    example: '100',
  }),
  optional('policy.rateLimits.requestsPerNetwork', 'OTP_REQUESTS_PER_NETWORK_PER_HOUR', perHour(), {
    about: 'requests by client network, an IPv4 /24 or an IPv6 /48; clients that the app recognises are not counted',
    example: '300',
  }),
  optional('policy.rateLimits.requestsPerNumberPrefix', 'OTP_REQUESTS_PER_NUMBER_RANGE_PER_HOUR', perHour(), {
    about: 'requests by range of a thousand numbers, which is how pumping buys them',
    example: '30',
  }),
  optional('policy.rateLimits.requestsPerCountry', 'OTP_REQUESTS_PER_COUNTRY_PER_HOUR', perHour(), {
    about: 'requests by country, where OTP_ALLOWED_COUNTRIES makes countries known',
    example: '500',
  }),
  optional('policy.rateLimits.requestsPerDeployment', 'OTP_REQUESTS_PER_HOUR', perHour(), {
    about: 'requests altogether: the most that an attack can cost',
    example: '2000',
  }),
  optional('policy.rateLimits.checksPerAddress', 'OTP_CHECKS_PER_ADDRESS_PER_HOUR', perHour(), {
    about: 'codes tried by client address; clients that the app recognises are not counted',
    example: '200',
  }),
  optional('message.appName', 'OTP_APP_NAME', LINE, {
    about: 'who asks for the code, in the message',
    example: 'Acme',
  }),
  optional('message.originHost', 'OTP_ORIGIN_HOST', LINE, {
    about: 'host of the site whose form takes the code: browsers then offer it there and nowhere else',
    example: 'example.com',
  }),
  optional('message.appHash', 'OTP_APP_HASH', LINE, {
    about: 'the 11 characters by which an Android app is handed the message',
    source: 'the signature of the app',
  }),
  optional('allowedCountries', 'OTP_ALLOWED_COUNTRIES', ALLOWED_COUNTRIES, {
    about: 'countries that are sent to, which needs @countersign/otp-phone; * for all, on purpose',
    example: 'IT,US',
  }),
  optional('defaultCountry', 'OTP_DEFAULT_COUNTRY', COUNTRY, {
    about: 'where numbers typed without a country belong to; needs @countersign/otp-phone',
    example: 'IT',
  }),
  optional('publicUrl', 'OTP_PUBLIC_URL', PUBLIC_URL, {
    about: 'the public address under which otp-web is mounted: receipts then go to /webhooks/<provider> below it',
    source: 'where your app is reached from the internet',
    example: 'https://app.example/otp',
    address: 'callback',
  }),
  optional('allowInsecureBaseUrl', 'OTP_ALLOW_INSECURE_BASE_URL', FLAG, {
    about: 'base URLs of providers may lead to this machine in production; those of HTTP gateways may be plain http',
    example: '1',
  }),
  optional('inboxUrl', 'OTP_INBOX_URL', ENDPOINT, {
    about:
      'where the local inbox listens: every provider without an address of its own then sends there; not in production',
    source: 'what npx @countersign/otp-inbox prints',
    example: 'http://127.0.0.1:4025',
    refusedInProduction: 'leads to the inbox, which shows codes to whoever opens it: not in production',
    otherNames: ['INBOX_URL'],
  }),
  optional('warmUp', 'OTP_WARM_UP', FLAG, {
    about: 'the engine loads its libraries and connects before it is handed over, not with the first call',
    example: '1',
  }),
  optional('testNumbers', 'OTP_TEST_NUMBERS', TEST_NUMBERS, {
    about: 'numbers with a code of their own, for reviewers of an app; nothing is sent to them',
    source: 'your own choice, with a last day at most a year ahead',
    disclosure: 'secret',
  }),
  optional('instances', 'OTP_INSTANCES', whole(1, 1_000_000), {
    about: 'how many processes share the store; only the doctor reads it',
    example: '2',
    readBy: 'doctor',
  }),
  optional('trustedProxies', 'OTP_TRUSTED_PROXIES', whole(0, 16), {
    about: 'how many proxies stand in front of the app, as its own code trusts them; only the doctor reads it',
    example: '1',
    readBy: 'doctor',
  }),
  optional('messagePriceUsd', 'OTP_MESSAGE_PRICE_USD', DOLLARS, {
    about: 'what a message costs you in US dollars; only the doctor reads it',
    source: 'the price list of your provider',
    example: '0.05',
    readBy: 'doctor',
  }),
] as const satisfies readonly Setting[];

/** The variable that says what an option is, `policy.cooldownsMs.0` included; `null`: none does. */
export function variableOf(option: string): string | null {
  const exact = GENERAL_SETTINGS.find((each) => option === each.option);
  const found = exact ?? GENERAL_SETTINGS.find((each) => option.startsWith(`${each.option}.`));
  return found?.variable ?? null;
}
