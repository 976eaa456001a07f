import { isOptions, joinPath, OptionProblems } from '@countersign/otp-core/adapter';
import type { StartInput } from '@countersign/otp-core/spec';
import { type GivenOptions, readChoice, readGiven, readInteger, readProviderId } from '@countersign/otp-provider-utils';
import {
  CONNECTION_OPTIONS,
  isSid,
  readConnection,
  type TwilioConnection,
  type TwilioConnectionOptions,
} from './twilio-connection.ts';

/** Options of `createTwilioVerificationProvider`: an account, and a Verify service. */
export type TwilioVerificationProviderOptions = TwilioConnectionOptions & TwilioVerifyOptions;

/** How verifications are started. */
export interface TwilioVerifyOptions {
  /** `VA` and 32 hexadecimal digits. */
  readonly serviceSid: string;
  /** As the service has it, 4 to 10 digits. @defaultValue 6 */
  readonly codeLength?: number;
  /** As the service has it, 120 to 86,400 seconds; Twilio's support can change it. @defaultValue 600 */
  readonly codeTtlSeconds?: number;
  /** How the code gets to the phone. @defaultValue 'sms' */
  readonly channel?: 'sms' | 'call' | 'whatsapp' | 'auto';
  /** The language of every message, where the request names none that Twilio speaks. @defaultValue by the number's country */
  readonly locale?: string;
  /** Stands in the message in place of the service's name, 1 to 30 characters. @defaultValue the service's */
  readonly customFriendlyName?: string;
  /** Values for the service's rate limits by their unique names, such as `{ end_user_ip: '…' }`. @defaultValue none */
  readonly rateLimits?: TwilioRateLimits | ((input: StartInput) => TwilioRateLimits);
  /** Whether Twilio is told the client's address, for its fraud checks and the channel `auto`. @defaultValue 'send' */
  readonly deviceIp?: 'send' | 'withhold';
  /** Of an Android app that reads the message by itself: 11 characters. `sms` only. @defaultValue none */
  readonly appHash?: string;
  /** `HJ` and 32 hexadecimal digits: a template in place of the service's. @defaultValue the service's */
  readonly templateSid?: string;
  /** Values for the template's variables. @defaultValue none */
  readonly templateSubstitutions?: Readonly<Record<string, string>>;
  /** Names this service in outcomes and events, and is sealed into handles. @defaultValue 'twilio-verify' */
  readonly providerId?: string;
}

/** What a request counts as, by the unique name of a rate limit. */
export type TwilioRateLimits = Readonly<Record<string, string>>;

/** Options after defaults. */
export interface ResolvedTwilioVerificationProviderOptions {
  readonly connection: TwilioConnection;
  readonly serviceSid: string;
  readonly codeLength: number;
  readonly codeTtlMs: number;
  readonly locale: string | null;
  readonly rateLimitsFor: (input: StartInput) => TwilioRateLimits;
  readonly deviceIp: 'send' | 'withhold';
  /** Sent with every start as they are. */
  readonly parameters: {
    readonly channel: string;
    readonly customFriendlyName?: string;
    readonly appHash?: string;
    readonly templateSid?: string;
    readonly templateCustomSubstitutions?: string;
  };
  readonly providerId: string;
}

const KNOWN_OPTIONS = [
  ...CONNECTION_OPTIONS,
  'serviceSid',
  'codeLength',
  'codeTtlSeconds',
  'channel',
  'locale',
  'customFriendlyName',
  'rateLimits',
  'deviceIp',
  'appHash',
  'templateSid',
  'templateSubstitutions',
  'providerId',
];

/** @throws OtpConfigurationError naming every problem at once, never the value of a credential. */
export function resolveTwilioVerificationOptions(options: unknown): ResolvedTwilioVerificationProviderOptions {
  const problems = new OptionProblems('createTwilioVerificationProvider');
  const given = readGiven(options, KNOWN_OPTIONS, problems);
  if (!isSid(given.serviceSid, 'VA')) {
    problems.add('serviceSid', 'must be a Verify service: VA and 32 hexadecimal digits');
  }
  const lives = { minimum: 120, maximum: 86_400, defaultValue: 600 };
  const resolved: ResolvedTwilioVerificationProviderOptions = {
    serviceSid: given.serviceSid as string,
    codeLength: readInteger(given, 'codeLength', { minimum: 4, maximum: 10, defaultValue: 6 }, problems),
    codeTtlMs: Number(readInteger(given, 'codeTtlSeconds', lives, problems)) * 1000,
    connection: readConnection(given, problems),
    locale: readLocale(given.locale, problems),
    rateLimitsFor: readRateLimits(given.rateLimits, problems),
    deviceIp: readChoice(given, 'deviceIp', ['send', 'withhold'], 'send', problems),
    parameters: readParameters(given, problems),
    providerId: readProviderId(given, 'twilio-verify', problems),
  };
  problems.throwIfAny();
  return resolved;
}

/** Sent as it is: a template of yours may speak what Twilio's own do not. */
function readLocale(value: unknown, problems: OptionProblems): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string' && /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}$/.test(value)) return value;
  problems.add('locale', "must be a language tag such as 'pt-BR'");
  return null;
}

function readRateLimits(value: unknown, problems: OptionProblems): (input: StartInput) => TwilioRateLimits {
  if (value === undefined) return () => ({});
  if (typeof value === 'function') return (input) => value(input);
  const rateLimits = readTexts('rateLimits', value, 'must be an object of strings, or a function', problems);
  return () => rateLimits;
}

function readParameters(
  given: GivenOptions,
  problems: OptionProblems,
): ResolvedTwilioVerificationProviderOptions['parameters'] {
  const { channel = 'sms', customFriendlyName, appHash, templateSid, templateSubstitutions } = given;
  problems.addUnlessOneOf('channel', channel, ['sms', 'call', 'whatsapp', 'auto']);
  const isName = typeof customFriendlyName === 'string' && /^[^\p{Cc}\p{Surrogate}]{1,30}$/u.test(customFriendlyName);
  if (customFriendlyName !== undefined && !isName) problems.add('customFriendlyName', 'must be 1 to 30 characters');
  if (appHash !== undefined && !(typeof appHash === 'string' && /^[A-Za-z0-9+/]{11}$/.test(appHash))) {
    problems.add('appHash', 'must be the 11 characters that Android derives from the app');
  }
  if (appHash !== undefined && channel !== 'sms') problems.add('appHash', "goes with the channel 'sms' only");
  if (templateSid !== undefined && !isSid(templateSid, 'HJ')) {
    problems.add('templateSid', 'must be HJ and 32 hexadecimal digits');
  }
  const substitutions =
    templateSubstitutions === undefined
      ? {}
      : readTexts('templateSubstitutions', templateSubstitutions, 'must be an object of strings', problems);
  return {
    channel: channel as string,
    ...(customFriendlyName === undefined ? {} : { customFriendlyName: customFriendlyName as string }),
    ...(appHash === undefined ? {} : { appHash: appHash as string }),
    ...(templateSid === undefined ? {} : { templateSid: templateSid as string }),
    ...(templateSubstitutions === undefined ? {} : { templateCustomSubstitutions: JSON.stringify(substitutions) }),
  };
}

function readTexts(option: string, value: unknown, message: string, problems: OptionProblems): TwilioRateLimits {
  if (!isOptions(value)) {
    problems.add(option, message);
    return {};
  }
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string' || text === '') problems.add(joinPath(option, name), 'must be a string, not empty');
  }
  return { ...value } as TwilioRateLimits;
}
