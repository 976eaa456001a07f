/** What a hook is made from, and the checks that refuse what makes no sense, all of it at once. */
import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import {
  checkMessageOptions,
  createMessageComposer,
  type MessageComposer,
  type MessageOptions,
} from '@countersign/otp-core/message';
import type { OnceStore, PhoneNumberParser, RateLimiter, SmsSender } from '@countersign/otp-core/spec';
import { createErrorReporter, quietly } from './error-reporter.ts';
import { createKeyedHash, type KeyedHash } from './keys/keyed-hash.ts';
import { findPlatform } from './platforms/find-platform.ts';
import { addMappingProblems, type HookMapping } from './platforms/generic.ts';
import type { Platform } from './platforms/platform.ts';
import { PLATFORM_NAMES, type PlatformName } from './platforms/platform-name.ts';
import { createProof } from './proof/create-proof.ts';
import { credentialsOf } from './proof/credentials.ts';
import type { Proof, ProofScheme } from './proof/proof.ts';
import { readWebhookSecret } from './proof/standard-webhook-proof.ts';
import { E164_PARSER } from './reading/read-number.ts';
import type { SendHookEvent } from './send-hook-event.ts';
import { addLimitProblems, resolveLimits, type SendHookLimits } from './sending/hook-limits.ts';

/** One secret, or several while rotating. */
export type SendHookSecret = string | readonly string[];

/** Options of `createSendHook`: a platform, its proof, and what sends and remembers. */
export type SendHookOptions = PlatformOptions & SendHookCommonOptions;

/** The platform, and what it proves itself by. */
export type PlatformOptions =
  | {
      readonly platform: 'supabase' | 'clerk' | 'authgear';
      /**
       * Signs the requests. Supabase: `v1,whsec_…`, several joined by `|` as in its own setting. Clerk: `whsec_…`.
       * Authgear: the webhook signature key.
       */
      readonly secret: SendHookSecret;
    }
  | {
      readonly platform: 'logto' | 'kratos' | 'okta';
      /** The whole `Authorization` header that the platform is set to send, for example `Bearer …`. */
      readonly authorization: SendHookSecret;
    }
  | ({ readonly platform: 'zitadel' } & SecretOrAuthorization)
  | ({
      readonly platform: 'generic';
      /** Where the body has the number and the code. */
      readonly mapping: HookMapping;
    } & SecretOrAuthorization);

/** Signed requests, or a shared header. */
export type SecretOrAuthorization =
  | {
      /** Zitadel: the signing key. Generic: a secret of Standard Webhooks, `whsec_…`. */
      readonly secret: SendHookSecret;
      readonly authorization?: never;
    }
  | { readonly authorization: SendHookSecret; readonly secret?: never };

/** What every hook takes, whatever its platform. */
export interface SendHookCommonOptions {
  /** Sends the message: an adapter, or several by `withFailover` of `@countersign/otp-routing`. */
  readonly sender: SmsSender;
  /** Remembers what was sent, for all processes: a memory store serves one process. You close it. */
  readonly once: OnceStore;
  /** At least 32 bytes: key of the names under which codes are remembered. Changing it forgets them. */
  readonly keySecret: string;
  /** Counts messages by number, country, address and deployment; see `limits`. @defaultValue none: there are no limits */
  readonly rateLimiter?: RateLimiter;
  /** Only with `rateLimiter`. @defaultValue 5 an hour and 10 a day for a number, 20 an hour for an address */
  readonly limits?: Partial<SendHookLimits>;
  /** The text, composed in the platform's locale; or `platform` for the text that the platform sends along. @defaultValue {} */
  readonly message?: MessageOptions | 'platform';
  /**
   * How long a code lives, 30 to 86,400 seconds: as your platform is set. For so long, and for ten minutes at least, it is
   * not sent again. @defaultValue what the platform says, else 600
   */
  readonly codeLifeSeconds?: number;
  /** When the platform is answered, 500 to 60,000 milliseconds after its request came. @defaultValue by platform: see `docs/platforms.md` */
  readonly deadlineMs?: number;
  /** Reads numbers and knows countries: `createPhoneNumberParser` of `@countersign/otp-phone`. @defaultValue E.164 of any country */
  readonly phone?: PhoneNumberParser;
  /** Called as things happen. Must be quick; what it throws is ignored. @defaultValue none */
  readonly onEvent?: (event: SendHookEvent) => void;
  /** Told every error behind a 500. @defaultValue one line on standard error for each mistake, once, without data */
  readonly onError?: (error: unknown) => void;
}

export interface ResolvedSendHookOptions {
  readonly platform: Platform;
  readonly proof: Proof;
  readonly sender: SmsSender;
  readonly once: OnceStore;
  readonly keys: KeyedHash;
  readonly rateLimiter: RateLimiter | undefined;
  readonly limits: SendHookLimits;
  readonly compose: MessageComposer | 'platform';
  /** `null`: the text has none, or is the platform's. */
  readonly appName: string | null;
  readonly codeLifeMs: number;
  readonly deadlineMs: number;
  readonly phone: PhoneNumberParser;
  readonly emit: (event: SendHookEvent) => void;
  readonly report: (error: unknown) => void;
}

const OPTIONS = [
  ...['platform', 'secret', 'authorization', 'mapping', 'sender', 'once', 'keySecret', 'rateLimiter', 'limits'],
  ...['message', 'codeLifeSeconds', 'deadlineMs', 'phone', 'onEvent', 'onError'],
];
const DEFAULT_LIFE_SECONDS = 600;
const MOST_CREDENTIALS = 8;

/** @throws OtpConfigurationError naming every option that is wrong and never the value of a secret */
export function resolveSendHookOptions(options: SendHookOptions): ResolvedSendHookOptions {
  const problems = new OptionProblems('createSendHook');
  const given: Record<string, unknown> = isOptions(options) ? options : {};
  problems.addUnknown('', given, OPTIONS);
  problems.addUnlessOneOf('platform', given.platform, PLATFORM_NAMES);
  if (given.platform === 'generic') addMappingProblems(problems, given.mapping);
  else if (given.mapping !== undefined) problems.add('mapping', "is for platform: 'generic' alone");
  addCommonProblems(problems, given);
  // Only a sound name and mapping make a platform that the rest can be judged by.
  if (isPlatformName(given.platform) && (given.platform !== 'generic' || isOptions(given.mapping))) {
    const platform = findPlatform(given.platform, given.mapping as HookMapping | undefined);
    addCredentialProblems(problems, platform, given);
    if (given.message === 'platform' && platform.text === 'none') {
      problems.add('message', `must be an object: ${platform.name} sends no text along`);
    }
  }
  problems.throwIfAny();
  return resolve(options);
}

function resolve(options: SendHookOptions): ResolvedSendHookOptions {
  const platform = findPlatform(options.platform, 'mapping' in options ? options.mapping : undefined);
  const { message = {}, codeLifeSeconds = DEFAULT_LIFE_SECONDS } = options;
  const keys = createKeyedHash(options.keySecret);
  const { scheme, credentials } = credentialsOf(platform.schemes, options);
  return {
    platform,
    proof: createProof({ scheme, credentials, keys }),
    sender: options.sender,
    once: options.once,
    keys,
    rateLimiter: options.rateLimiter,
    limits: resolveLimits(options.limits),
    compose: message === 'platform' ? message : createMessageComposer(message),
    appName: message === 'platform' ? null : (message.appName ?? null),
    codeLifeMs: codeLifeSeconds * 1000,
    deadlineMs: options.deadlineMs ?? platform.deadlineMs,
    phone: options.phone ?? E164_PARSER,
    emit: quietly(options.onEvent ?? (() => {})),
    report: createErrorReporter(options.onError),
  };
}

function isPlatformName(name: unknown): name is PlatformName {
  return PLATFORM_NAMES.some((each) => each === name);
}

function addCommonProblems(problems: OptionProblems, given: Record<string, unknown>): void {
  const { sender, once, rateLimiter, keySecret, message = {}, codeLifeSeconds, deadlineMs } = given;
  if (!isOptions(sender) || sender.kind !== 'sms-sender' || typeof sender.send !== 'function') {
    problems.add('sender', 'must be an SmsSender, for example createTwilioSmsSender({ … })');
  }
  if (!isPort(once, ['claim', 'record', 'release'])) {
    problems.add('once', 'must be a OnceStore, for example createRedisOnceStore({ … })');
  }
  if (rateLimiter !== undefined && !isPort(rateLimiter, ['take'])) {
    problems.add('rateLimiter', 'must be a RateLimiter, for example createRedisRateLimiter({ … })');
  }
  if (given.limits !== undefined) {
    addLimitProblems(problems, given.limits);
    if (rateLimiter === undefined) problems.add('limits', 'needs a rateLimiter, which counts them');
  }
  if (typeof keySecret !== 'string' || new TextEncoder().encode(keySecret).length < 32) {
    problems.add('keySecret', 'must be a string of at least 32 bytes; make one with: openssl rand -base64 32');
  }
  if (message !== 'platform') checkMessageOptions('message', message, problems);
  if (codeLifeSeconds !== undefined) problems.addUnlessInteger('codeLifeSeconds', codeLifeSeconds, 30, 86_400);
  if (deadlineMs !== undefined) problems.addUnlessInteger('deadlineMs', deadlineMs, 500, 60_000);
  if (given.phone !== undefined && !isOptions(given.phone)) problems.add('phone', 'must be a PhoneNumberParser');
  else if (isOptions(given.phone) && typeof given.phone.parse !== 'function') {
    problems.add('phone.parse', 'must be a function');
  }
  for (const name of ['onEvent', 'onError']) {
    if (given[name] !== undefined && typeof given[name] !== 'function') problems.add(name, 'must be a function');
  }
}

function isPort(value: unknown, methods: readonly string[]): boolean {
  if (!isOptions(value) || value.specificationVersion !== 'v1') return false;
  return methods.every((method) => typeof value[method] === 'function');
}

function addCredentialProblems(problems: OptionProblems, platform: Platform, given: Record<string, unknown>): void {
  const { name, schemes } = platform;
  const takesAuthorization = schemes.includes('authorization');
  const takesSecret = schemes.some((scheme) => scheme !== 'authorization');
  if (given.secret !== undefined && given.authorization !== undefined && takesSecret && takesAuthorization) {
    problems.add('authorization', 'cannot be combined with secret: a request is checked by one of them');
    return;
  }
  if (given.authorization !== undefined && !takesAuthorization) {
    problems.add('authorization', `is not how ${name} signs requests: set its secret`);
  }
  if (given.secret !== undefined && !takesSecret) {
    problems.add('secret', `is not how ${name} proves its requests: set the authorization header that it sends`);
    return;
  }
  const { scheme, credentials } = credentialsOf(platform.schemes, given);
  const option = scheme === 'authorization' ? 'authorization' : 'secret';
  const isSound = credentials.length > 0 && credentials.length <= MOST_CREDENTIALS;
  if (!isSound || !credentials.every((each) => isCredential(scheme, each))) {
    problems.add(option, `must be ${EXPECTATIONS[scheme]}, or a list of at most ${MOST_CREDENTIALS}`);
  }
}

const EXPECTATIONS: Readonly<Record<ProofScheme, string>> = {
  'standard-webhooks': 'the secret as it is shown: v1,whsec_… or whsec_… and base64 of 24 to 64 bytes',
  svix: 'the signing secret as it is shown: whsec_… and base64 of 24 to 64 bytes',
  'zitadel-signature': 'the signing key of the provider, 16 to 256 characters without blanks',
  'authgear-signature': 'the webhook signature key, 16 to 256 characters without blanks',
  authorization: 'the whole header, 16 to 4,096 visible characters and blanks, such as Bearer … or Basic …',
};

function isCredential(scheme: ProofScheme, value: string): boolean {
  switch (scheme) {
    case 'standard-webhooks':
    case 'svix':
      return readWebhookSecret(value) !== null;
    case 'zitadel-signature':
    case 'authgear-signature':
      return /^[\x21-\x7e]{16,256}$/.test(value);
    case 'authorization':
      // A header loses blanks at its ends on the way.
      return /^[\x21-\x7e](?:[\x20-\x7e]{14,4094})[\x21-\x7e]$/.test(value);
  }
}
