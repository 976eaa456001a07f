/** What an engine is composed from, and the checks that refuse what makes no sense, all of it at once. */
import { checkMethods, checkPort, checkProvider } from '../adapter/check-port.ts';
import { defined, isOptions, OptionProblems } from '../adapter/options.ts';
import { checkSecret, createKeyRing, type KeyRing, resolveSecrets } from '../challenge/index.ts';
import type { OtpEvent } from '../events/otp-event.ts';
import type { MessageOptions } from '../message/index.ts';
import { type OtpPolicyOptions, type PurposePolicy, type ResolvedPolicy, resolvePolicy } from '../policy/index.ts';
import type {
  Clock,
  CodeStore,
  PhoneNumberParser,
  RateLimiter,
  SmsSender,
  VerificationProvider,
} from '../spec/index.ts';

/** What `createOtpEngine` composes. */
export interface OtpEngineOptions {
  /** A sender, which delivers the codes that the engine makes; or a Verify-type provider, which makes, sends and checks its own. */
  readonly provider: SmsSender | VerificationProvider;
  /** Verify-type providers that you no longer use, and that still check the codes they sent. Remove them after ten minutes. @defaultValue none */
  readonly retired?: readonly VerificationProvider[];
  /** Keeps codes and limits, such as `createMemoryCodeStore()`. */
  readonly store: CodeStore;
  /** Counts requests by address, network, number range, country and deployment. @defaultValue none: no such limits */
  readonly rateLimiter?: RateLimiter;
  /** At least 32 bytes. To rotate, pass a list of at most 16, the newest first: codes made with an older one stay valid. */
  readonly secret: string | readonly [current: string, ...previous: string[]];
  /** Key that hashes phone numbers in the store. Keep it when you rotate `secret`, or all limits start over. @defaultValue the oldest of `secret` */
  readonly subjectSecret?: string;
  /** A preset, and the settings that differ from it. @defaultValue the `standard` preset */
  readonly policy?: OtpPolicyOptions;
  /** Settings that differ for a purpose, such as `{ payment: { codeLength: 8 } }`. @defaultValue nothing */
  readonly purposes?: Readonly<Record<string, Partial<PurposePolicy>>>;
  /** The text of the message. A purpose may have one of its own. @defaultValue English, without a name */
  readonly message?: MessageOptions;
  /** How long a call may take. @defaultValue 2, 10 and 15 seconds */
  readonly deadlines?: Partial<Deadlines>;
  /** Reads numbers as people write them, and knows countries, such as that of `otp-phone`. @defaultValue E.164 only, without countries */
  readonly phone?: PhoneNumberParser;
  /**
   * What `{ decoy }` holds in your app: `'numbers'` as typed, or `'names'` such as user names or e-mail addresses. With `'names'`
   * and `answerAfterMs`, a number that is not allowed is answered as sent, because a refusal would tell that somebody has it.
   * @defaultValue 'numbers'
   */
  readonly decoys?: DecoyKind;
  /** Called with each event. It must be quick. What it throws is ignored. @defaultValue none */
  readonly onEvent?: (event: OtpEvent) => void;
  /** For tests only. @defaultValue the store's own clock */
  readonly clock?: Clock;
}

/** What decoys are: numbers as typed, or names that need not be numbers. */
export type DecoyKind = 'numbers' | 'names';

/** How long a call may take, in milliseconds. Providers and stores are given 250 ms less, so that their answer still counts. */
export interface Deadlines {
  /** One call of the store or the rate limiter. @defaultValue 2_000 */
  readonly storeMs: number;
  /** One call of the provider. @defaultValue 10_000 */
  readonly providerMs: number;
  /** One call of the engine. @defaultValue 15_000 */
  readonly totalMs: number;
}

const DEFAULT_DEADLINES: Deadlines = { storeMs: 2_000, providerMs: 10_000, totalMs: 15_000 };
const LONGEST_DEADLINE_MS = 120_000;

const OPTIONS: ReadonlyArray<keyof OtpEngineOptions> = [
  'provider',
  'retired',
  'store',
  'rateLimiter',
  'secret',
  'subjectSecret',
  'policy',
  'purposes',
  'message',
  'deadlines',
  'phone',
  'decoys',
  'onEvent',
  'clock',
];

export interface ResolvedEngineOptions {
  readonly provider: SmsSender | VerificationProvider;
  readonly retired: readonly VerificationProvider[];
  readonly keys: KeyRing;
  readonly policy: ResolvedPolicy;
  readonly deadlines: Deadlines;
}

/** @throws OtpConfigurationError naming every option that is wrong and never the value of a secret */
export function resolveEngineOptions(options: OtpEngineOptions): ResolvedEngineOptions {
  const problems = new OptionProblems('createOtpEngine');
  const given: Record<string, unknown> = isOptions(options) ? options : {};
  problems.addUnknown('', given, OPTIONS);
  checkProviders(given, problems);
  checkPort('store', given.store, ['issue', 'redeem', 'settle', 'discard', 'unlock'], problems);
  if (given.rateLimiter !== undefined) checkPort('rateLimiter', given.rateLimiter, ['take'], problems);
  if (given.phone !== undefined) checkMethods('phone', given.phone, ['parse'], problems);
  if (given.decoys !== undefined) problems.addUnlessOneOf('decoys', given.decoys, ['numbers', 'names']);
  if (given.onEvent !== undefined) checkMethods('', given, ['onEvent'], problems);
  if (given.clock !== undefined) checkMethods('clock', given.clock, ['now'], problems);
  const secrets = resolveSecrets(given.secret, problems);
  if (given.subjectSecret !== undefined) checkSecret('subjectSecret', given.subjectSecret, problems);
  const policy = resolvePolicy({ policy: given.policy, purposes: given.purposes, message: given.message }, problems);
  if (isOptions(given.policy) && given.policy.rateLimits !== undefined && given.rateLimiter === undefined) {
    problems.add('policy.rateLimits', 'needs a rateLimiter, which counts them');
  }
  const deadlines = resolveDeadlines(given.deadlines, problems);
  problems.throwIfAny();
  return {
    provider: options.provider,
    retired: options.retired ?? [],
    // Stryker disable next-line StringLiteral: only the compiler asks for it: there is always a secret
    keys: createKeyRing(secrets, options.subjectSecret ?? secrets.at(-1) ?? ''),
    policy,
    deadlines,
  };
}

function checkProviders(given: Record<string, unknown>, problems: OptionProblems): void {
  checkProvider('provider', given.provider, ['sms-sender', 'verification-provider'], problems);
  if (given.retired === undefined) return;
  if (!Array.isArray(given.retired)) {
    problems.add('retired', 'must be a list of verification providers');
    return;
  }
  given.retired.forEach((each: unknown, index) => {
    checkProvider(`retired.${index}`, each, ['verification-provider'], problems);
  });
  const ids = [given.provider, ...given.retired].map((each) => (isOptions(each) ? each.providerId : each));
  if (new Set(ids).size < ids.length) problems.add('retired', 'must not hold a providerId twice, nor that of provider');
}

function resolveDeadlines(value: unknown, problems: OptionProblems): Deadlines {
  if (value !== undefined && !isOptions(value)) problems.add('deadlines', 'must be an object');
  const given = isOptions(value) ? value : {};
  const names = Object.keys(DEFAULT_DEADLINES) as ReadonlyArray<keyof Deadlines>;
  problems.addUnknown('deadlines', given, names);
  const deadlines = { ...DEFAULT_DEADLINES, ...defined(given) };
  for (const name of names) problems.addUnlessInteger(`deadlines.${name}`, deadlines[name], 1, LONGEST_DEADLINE_MS);
  return deadlines;
}
