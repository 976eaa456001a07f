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
    about:
      'the provider, or several separated by commas: the next is used only when the one before refused the message',
    source: 'the providers below',
    example: 'inbox',
  }),
  optional('retired', 'OTP_RETIRED_PROVIDERS', NAMES, {
    about: 'providers used before, whose codes or receipts may still arrive',
    example: 'twilio-verify',
  }),
  required('secret', 'OTP_SECRET', list(SECRET, 'on one line, separated by commas when rotating', MOST_SECRETS), {
    about: 'secret for codes and handles. To rotate it, put the new one first, separated by a comma',
    source: 'openssl rand -base64 32',
    disclosure: 'secret',
  }),
  optional('subjectSecret', 'OTP_SUBJECT_SECRET', SECRET, {
    about:
      'key that hashes phone numbers in the store; by default the oldest OTP_SECRET. If it changes, limits start over',
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
    about: 'whether tables are created at the start, in PostgreSQL and PGlite',
    example: 'on-start',
  }),
  optional('store.statements', 'OTP_STORE_STATEMENTS', choice('named', 'unnamed'), {
    about: 'unnamed for a pooler such as PgBouncer that keeps no prepared statements',
    example: 'unnamed',
  }),
  optional('policy.preset', 'OTP_POLICY', choice('standard', 'strict'), {
    about: 'the named policy that the following settings change',
    example: 'standard',
  }),
  optional('policy.codeLength', 'OTP_LENGTH', whole(4, 10), {
    about: 'digits of a code',
    example: '6',
    otherNames: ['OTP_CODE_LENGTH', 'OTP_DIGITS'],
  }),
  optional('policy.ttlMs', 'OTP_TTL_SECONDS', whole(1, 600, 1000), {
    about: 'seconds until a code expires, counted from its first message, at most 600',
    example: '300',
    otherNames: ['OTP_EXPIRY_SECONDS', 'OTP_EXPIRES_IN', 'OTP_EXPIRY', 'OTP_VALIDITY_SECONDS'],
  }),
  optional('policy.maxAttempts', 'OTP_MAX_ATTEMPTS', whole(1, 10), {
    about: 'wrong codes allowed for one challenge',
    example: '5',
    otherNames: ['OTP_MAX_TRIES', 'OTP_ATTEMPTS'],
  }),
  optional('policy.cooldownsMs', 'OTP_COOLDOWN_SECONDS', COOLDOWNS, {
    about: 'seconds to wait before each further message to a number; the last one repeats',
    example: '30,60,120,300',
  }),
  optional('policy.binding', 'OTP_BINDING', choice('handle', 'number'), {
    about: 'whether a code is checked with the handle, or with the number alone, which lets strangers use up its tries',
    example: 'handle',
  }),
  optional('policy.rateLimits.requestsPerAddress', 'OTP_REQUESTS_PER_ADDRESS_PER_HOUR', perHour(), {
    about: 'requests per client address; clients that the app recognises are not counted',
    example: '100',
  }),
  optional('policy.rateLimits.requestsPerNetwork', 'OTP_REQUESTS_PER_NETWORK_PER_HOUR', perHour(), {
    about: 'requests per client network, an IPv4 /24 or an IPv6 /48; clients that the app recognises are not counted',
    example: '300',
  }),
  optional('policy.rateLimits.requestsPerNumberPrefix', 'OTP_REQUESTS_PER_NUMBER_RANGE_PER_HOUR', perHour(), {
    about: 'requests per range of a thousand numbers; fraud by SMS pumping buys numbers in ranges',
    example: '30',
  }),
  optional('policy.rateLimits.requestsPerCountry', 'OTP_REQUESTS_PER_COUNTRY_PER_HOUR', perHour(), {
    about: 'requests per country; needs OTP_ALLOWED_COUNTRIES',
    example: '500',
  }),
  optional('policy.rateLimits.requestsPerDeployment', 'OTP_REQUESTS_PER_HOUR', perHour(), {
    about: 'requests of the whole deployment, which caps what an attack can cost',
    example: '2000',
  }),
  optional('policy.rateLimits.checksPerAddress', 'OTP_CHECKS_PER_ADDRESS_PER_HOUR', perHour(), {
    about: 'codes checked per client address; clients that the app recognises are not counted',
    example: '200',
  }),
  optional('message.appName', 'OTP_APP_NAME', LINE, {
    about: 'name of your app, shown in the message',
    example: 'Acme',
  }),
  optional('message.originHost', 'OTP_ORIGIN_HOST', LINE, {
    about: 'host of the site where the code is typed: browsers then offer to fill it in there only',
    example: 'example.com',
  }),
  optional('message.appHash', 'OTP_APP_HASH', LINE, {
    about: 'the 11 characters by which Android hands the message to your app',
    source: 'the signature of the app',
  }),
  optional('allowedCountries', 'OTP_ALLOWED_COUNTRIES', ALLOWED_COUNTRIES, {
    about: 'countries that receive messages, or * for all; needs @countersign/otp-phone',
    example: 'IT,US',
  }),
  optional('defaultCountry', 'OTP_DEFAULT_COUNTRY', COUNTRY, {
    about: 'country of numbers typed without a country code; needs @countersign/otp-phone',
    example: 'IT',
  }),
  optional('publicUrl', 'OTP_PUBLIC_URL', PUBLIC_URL, {
    about: 'public address where otp-web is mounted; receipts go to /webhooks/<provider> below it',
    source: 'where your app is reached from the internet',
    example: 'https://app.example/otp',
    address: 'callback',
  }),
  optional('allowInsecureBaseUrl', 'OTP_ALLOW_INSECURE_BASE_URL', FLAG, {
    about: 'allow base URLs on this machine in production, and plain http for HTTP gateways',
    example: '1',
  }),
  optional('inboxUrl', 'OTP_INBOX_URL', ENDPOINT, {
    about: 'address of the local inbox; providers without a base URL of their own send there. Refused in production',
    source: 'what npx @countersign/otp-inbox prints',
    example: 'http://127.0.0.1:4025',
    refusedInProduction: 'points at the inbox, which shows codes to anyone who opens it: not in production',
    otherNames: ['INBOX_URL'],
  }),
  optional('warmUp', 'OTP_WARM_UP', FLAG, {
    about: 'load libraries and connect at the start instead of with the first call',
    example: '1',
  }),
  optional('testNumbers', 'OTP_TEST_NUMBERS', TEST_NUMBERS, {
    about: 'numbers with a fixed code, for app reviewers; nothing is sent to them',
    source: 'your own choice, with a last day at most a year ahead',
    disclosure: 'secret',
  }),
  optional('instances', 'OTP_INSTANCES', whole(1, 1_000_000), {
    about: 'number of processes that share the store; only otp-config check reads it',
    example: '2',
    readBy: 'doctor',
  }),
  optional('trustedProxies', 'OTP_TRUSTED_PROXIES', whole(0, 16), {
    about: 'number of proxies in front of the app, as its own code trusts them; only otp-config check reads it',
    example: '1',
    readBy: 'doctor',
  }),
  optional('messagePriceUsd', 'OTP_MESSAGE_PRICE_USD', DOLLARS, {
    about: 'price of one message in US dollars; only otp-config check reads it',
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
