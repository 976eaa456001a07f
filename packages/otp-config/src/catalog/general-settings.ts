/** The catalog: what a deployment sets whoever its provider is. */

import { optional, required, type Setting } from './setting.ts';
import { choice, list, PUBLIC_URL, type Shape, text, whole } from './shape.ts';
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

const LINE = text(/^[^\p{Cc}]{1,256}$/u, 'at most 256 characters on one line');
const COUNTRY = text(/^(?:[A-Z]{2}|001)$/, 'a code such as IT, two capital letters');
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
  required('secret', 'OTP_SECRET', list(SECRET, 'on one line, separated by commas when rotating', 8), {
    about: 'keys of codes and handles; when rotating, the newest first, separated by commas',
    source: 'openssl rand -base64 32',
    disclosure: 'secret',
  }),
  optional('subjectSecret', 'OTP_SUBJECT_SECRET', SECRET, {
    about: 'names the records; changing it resets all counters. Without it, the oldest of OTP_SECRET does',
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
    { about: 'where codes and limits are kept', example: 'memory:', disclosure: 'secret' },
  ),
  optional('store.migrate', 'OTP_STORE_MIGRATE', choice('on-start', 'never'), {
    about: 'whether tables are made at the start, in PostgreSQL and PGlite',
    example: 'on-start',
  }),
  optional('policy.preset', 'OTP_POLICY', choice('standard', 'strict'), {
    about: 'the policy that the following differ from',
    example: 'standard',
  }),
  optional('policy.codeLength', 'OTP_LENGTH', whole(4, 10), { about: 'digits of a code', example: '6' }),
  optional('policy.ttlMs', 'OTP_TTL_SECONDS', whole(1, 600, 1000), {
    about: 'life of a code from its first message, at most ten minutes',
    example: '300',
  }),
  optional('policy.maxAttempts', 'OTP_MAX_ATTEMPTS', whole(1, 10), {
    about: 'wrong codes a challenge stands',
    example: '5',
  }),
  optional(
    'policy.cooldownsMs',
    'OTP_COOLDOWN_SECONDS',
    list(whole(1, 86_400, 1000), 'whole numbers from 1 to 86400, separated by commas', 16),
    { about: 'waits before each further message to a number; the last one repeats', example: '30,60,120,300' },
  ),
  optional('policy.binding', 'OTP_BINDING', choice('handle', 'number'), {
    about: 'whether a code is tried with the handle or with the number alone, which lets strangers use its tries up',
    example: 'handle',
  }),
  optional('policy.rateLimits.requestsPerAddress', 'OTP_REQUESTS_PER_ADDRESS_PER_HOUR', perHour(), {
    about: 'requests by client address',
    example: '20',
  }),
  optional('policy.rateLimits.requestsPerCountry', 'OTP_REQUESTS_PER_COUNTRY_PER_HOUR', perHour(), {
    about: 'requests by country, where OTP_ALLOWED_COUNTRIES makes countries known',
    example: '500',
  }),
  optional('policy.rateLimits.requestsPerDeployment', 'OTP_REQUESTS_PER_HOUR', perHour(), {
    about: 'requests altogether: the most that an attack can cost',
    example: '2000',
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
  optional(
    'allowedCountries',
    'OTP_ALLOWED_COUNTRIES',
    list(COUNTRY, 'codes such as IT,US, two capital letters each', 256),
    { about: 'countries that are sent to; needs @countersign/otp-phone', example: 'IT,US' },
  ),
  optional('defaultCountry', 'OTP_DEFAULT_COUNTRY', COUNTRY, {
    about: 'where numbers typed without a country belong to; needs @countersign/otp-phone',
    example: 'IT',
  }),
  optional('publicUrl', 'OTP_PUBLIC_URL', PUBLIC_URL, {
    about: 'the public address under which otp-web is mounted: receipts then go to /webhooks/<provider> below it',
    source: 'where your app is reached from the internet',
    example: 'https://app.example/otp',
  }),
  optional('testNumbers', 'OTP_TEST_NUMBERS', TEST_NUMBERS, {
    about: 'numbers with a code of their own, for reviewers of an app; nothing is sent to them',
    source: 'your own choice, with a last day in production',
    disclosure: 'secret',
  }),
  optional('instances', 'OTP_INSTANCES', whole(1, 1_000_000), {
    about: 'how many processes share the store; only the doctor reads it',
    example: '2',
  }),
] as const satisfies readonly Setting[];

/** The variable that says what an option is, `policy.cooldownsMs.0` included; `null`: none does. */
export function variableOf(option: string): string | null {
  const exact = GENERAL_SETTINGS.find((each) => option === each.option);
  const found = exact ?? GENERAL_SETTINGS.find((each) => option.startsWith(`${each.option}.`));
  return found?.variable ?? null;
}
