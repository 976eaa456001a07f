import { text } from '@countersign/otp-core/settings';
import type { StartInput } from '@countersign/otp-core/spec';
import { readOptions, type VendorOptions } from '@countersign/otp-provider-utils';
import { readConnection, sid, type TwilioConnectionOptions, VERIFY_SERVICE_SID } from './twilio-connection.ts';

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
export type ResolvedTwilioVerificationProviderOptions = ReturnType<typeof resolveTwilioVerificationOptions>;

const LOCALE = text(/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}$/, "a language tag such as 'pt-BR'");
const NAME = text(/^[^\p{Cc}\p{Surrogate}]{1,30}$/u, '1 to 30 characters');
const APP_HASH = text(/^[A-Za-z0-9+/]{11}$/, 'the 11 characters that Android derives from the app');
const NOT_EMPTY = text(/./s, 'a string, not empty');

/** @throws OtpConfigurationError naming every problem at once, never the value of a credential. */
export function resolveTwilioVerificationOptions(options: unknown) {
  return readOptions('createTwilioVerificationProvider', options, (given) => ({
    serviceSid: given.text('serviceSid', VERIFY_SERVICE_SID),
    codeLength: given.whole('codeLength', { minimum: 4, maximum: 10, defaultValue: 6 }),
    codeTtlMs: given.whole('codeTtlSeconds', { minimum: 120, maximum: 86_400, defaultValue: 600 }) * 1000,
    connection: readConnection(given),
    // Sent as it is: a template of yours may speak what Twilio's own do not.
    locale: given.optionalText('locale', LOCALE),
    rateLimitsFor: readRateLimits(given),
    deviceIp: given.choice('deviceIp', ['send', 'withhold'], 'send'),
    parameters: readParameters(given),
    providerId: given.providerId('twilio-verify'),
  }));
}

function readRateLimits(given: VendorOptions): (input: StartInput) => TwilioRateLimits {
  const rateLimits = given.value('rateLimits');
  if (typeof rateLimits === 'function') return (input) => rateLimits(input);
  const fixed = readTexts('rateLimits', given) ?? {};
  return () => fixed;
}

/** Sent with every start as they are. */
function readParameters(given: VendorOptions) {
  const channel = given.choice('channel', ['sms', 'call', 'whatsapp', 'auto'], 'sms');
  const customFriendlyName = given.optionalText('customFriendlyName', NAME);
  const appHash = given.optionalText('appHash', APP_HASH);
  const templateSid = given.optionalText('templateSid', sid('HJ', 'a template'));
  const substitutions = readTexts('templateSubstitutions', given);
  if (appHash !== null && channel !== 'sms') given.add('appHash', "goes with the channel 'sms' only");
  return {
    channel,
    ...(customFriendlyName === null ? {} : { customFriendlyName }),
    ...(appHash === null ? {} : { appHash }),
    ...(templateSid === null ? {} : { templateSid }),
    ...(substitutions === null ? {} : { templateCustomSubstitutions: JSON.stringify(substitutions) }),
  };
}

/** `null` where it was left out. */
function readTexts(option: string, given: VendorOptions): Readonly<Record<string, string>> | null {
  if (given.value(option) === undefined) return null;
  const texts = given.within(option);
  return Object.fromEntries((texts?.names() ?? []).map((name) => [name, texts?.text(name, NOT_EMPTY) ?? '']));
}
