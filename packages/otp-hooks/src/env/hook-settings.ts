/** The variables of a hook, each with its shape. What sends and remembers has those of `otp-config`. */
import { PLATFORM_NAMES } from '../platforms/platform-name.ts';

export interface HookSetting {
  readonly variable: string;
  /** The option of `createSendHook` that it says. */
  readonly option: string;
  /** A secret is never printed, not even in part. */
  readonly disclosure: 'secret' | 'public';
  readonly need: 'required' | 'optional';
  /** Goes on where the name ends: `must be …`. */
  readonly expectation: string;
  readonly about: string;
  readonly example: string;
  /** What the option then is; `null`: not what it must be. */
  read(text: string): unknown;
}

const HOUR_MS = 3_600_000;

function whole(minimum: number, maximum: number): Pick<HookSetting, 'expectation' | 'read'> {
  return {
    expectation: `a whole number from ${minimum} to ${maximum}`,
    read(text) {
      const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
      return value >= minimum && value <= maximum ? value : null;
    },
  };
}

/** A list with one window of an hour. */
function perHour(): Pick<HookSetting, 'expectation' | 'read'> {
  const { expectation, read } = whole(1, 1_000_000_000);
  return {
    expectation,
    read(text) {
      const max = read(text);
      return max === null ? null : [{ max, durationMs: HOUR_MS }];
    },
  };
}

function choice(...choices: readonly string[]): Pick<HookSetting, 'expectation' | 'read'> {
  return {
    expectation: choices.map((each) => `'${each}'`).join(' or '),
    read: (text) => (choices.includes(text) ? text : null),
  };
}

/** What `createSendHook` judges better than a pattern could. */
const LINE: Pick<HookSetting, 'expectation' | 'read'> = {
  expectation: 'on one line, at most 4096 characters',
  read: (text) => (/^[^\p{Cc}]{1,4096}$/u.test(text) ? text : null),
};

const MAPPING: Pick<HookSetting, 'expectation' | 'read'> = {
  expectation: 'pairs such as to=data.phone,code=data.code',
  read(text) {
    const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
    const isSound = pairs.every((pair) => pair.length === 2 && /^[A-Za-z]{1,32}$/.test(pair[0] ?? ''));
    return isSound ? Object.fromEntries(pairs) : null;
  },
};

const PUBLIC = { disclosure: 'public', need: 'optional' } as const;
const SECRET = { disclosure: 'secret', need: 'optional' } as const;

export const HOOK_SETTINGS = [
  {
    ...PUBLIC,
    ...choice(...PLATFORM_NAMES),
    variable: 'OTP_HOOK_PLATFORM',
    option: 'platform',
    need: 'required',
    about: 'whose hook is received',
    example: 'supabase',
  },
  {
    ...SECRET,
    ...LINE,
    variable: 'OTP_HOOK_SECRET',
    option: 'secret',
    about:
      'signs the requests, as the platform shows it; several joined by | while rotating. Supabase, Zitadel, Authgear, Clerk, generic',
    example: 'v1,whsec_…',
  },
  {
    ...SECRET,
    ...LINE,
    variable: 'OTP_HOOK_AUTHORIZATION',
    option: 'authorization',
    about: 'the whole Authorization header that the platform sends. Logto, Kratos, Okta, Zitadel, generic',
    example: 'Bearer …',
  },
  {
    ...SECRET,
    ...LINE,
    variable: 'OTP_HOOK_PREVIOUS_AUTHORIZATION',
    option: 'previousAuthorization',
    about: 'the former header, accepted beside the new one while rotating',
    example: 'Bearer …',
  },
  {
    ...SECRET,
    ...LINE,
    variable: 'OTP_HOOK_KEY_SECRET',
    option: 'keySecret',
    need: 'required',
    about:
      'key of the names under which codes are remembered, at least 32 bytes: openssl rand -base64 32. Changing it forgets them',
    example: '',
  },
  {
    ...PUBLIC,
    ...MAPPING,
    variable: 'OTP_HOOK_MAPPING',
    option: 'mapping',
    about:
      'where the body of a generic platform has number and code; also subject, purpose, locale, clientAddress, text',
    example: 'to=data.phone,code=data.code',
  },
  {
    ...PUBLIC,
    ...choice('composed', 'platform'),
    variable: 'OTP_HOOK_MESSAGE',
    option: 'message',
    about: 'our text in the platform’s locale (with OTP_APP_NAME), or the platform’s own',
    example: 'composed',
  },
  {
    ...PUBLIC,
    ...whole(30, 86_400),
    variable: 'OTP_HOOK_CODE_LIFE_SECONDS',
    option: 'codeLifeSeconds',
    about: 'life of a code as the platform is set: said in the message, and remembered for so long',
    example: '600',
  },
  {
    ...PUBLIC,
    ...whole(500, 60_000),
    variable: 'OTP_HOOK_DEADLINE_MS',
    option: 'deadlineMs',
    about: 'when the platform is answered at the latest; otherwise by platform',
    example: '4000',
  },
  {
    ...PUBLIC,
    ...perHour(),
    variable: 'OTP_HOOK_SENDS_PER_NUMBER_PER_HOUR',
    option: 'limits.perNumber',
    about: 'messages to one number; without it 5 an hour and 10 a day',
    example: '5',
  },
  {
    ...PUBLIC,
    ...perHour(),
    variable: 'OTP_HOOK_SENDS_PER_ADDRESS_PER_HOUR',
    option: 'limits.perAddress',
    about: 'messages for one client address, where the platform tells it; without it 20',
    example: '20',
  },
  {
    ...PUBLIC,
    ...perHour(),
    variable: 'OTP_HOOK_SENDS_PER_COUNTRY_PER_HOUR',
    option: 'limits.perCountry',
    about: 'messages to one country, where OTP_ALLOWED_COUNTRIES makes countries known',
    example: '500',
  },
  {
    ...PUBLIC,
    ...perHour(),
    variable: 'OTP_HOOK_SENDS_PER_HOUR',
    option: 'limits.perDeployment',
    about: 'messages of the whole deployment, which caps what an attack can cost',
    example: '2000',
  },
] as const satisfies readonly HookSetting[];

/** Ours begin with it; everything else is `otp-config`'s. */
export const HOOK_PREFIX = 'OTP_HOOK_';
