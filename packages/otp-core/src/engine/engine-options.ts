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
  /** Who sends our codes, or makes, sends and checks codes of its own. */
  readonly provider: SmsSender | VerificationProvider;
  /** Providers that are no longer started but still asked to check codes in flight. @defaultValue none */
  readonly retired?: readonly VerificationProvider[];
  readonly store: CodeStore;
  /** Counts by address, network, number range, country and deployment. @defaultValue none: no such limits */
  readonly rateLimiter?: RateLimiter;
  /** At least 32 bytes each, 16 at most; when rotating, the newest first. Codes in flight stay valid under the previous ones. */
  readonly secret: string | readonly [current: string, ...previous: string[]];
  /** Names the records. Changing it resets all counters. @defaultValue the oldest of `secret` */
  readonly subjectSecret?: string;
  /** A preset or the settings that differ from one. @defaultValue the standard preset */
  readonly policy?: OtpPolicyOptions;
  /** What purposes do differently. @defaultValue nothing */
  readonly purposes?: Readonly<Record<string, Partial<PurposePolicy>>>;
  /** The text of every purpose that has none of its own. @defaultValue English, without a name */
  readonly message?: MessageOptions;
  readonly deadlines?: Partial<Deadlines>;
  /** @defaultValue a strict E.164 parser that knows no countries */
  readonly phone?: PhoneNumberParser;
  /**
   * What `{ decoy }` holds in this app. `numbers`: numbers as typed; one that is not allowed is refused, with an account or
   * without. `names`: user names or e-mail addresses, numbers perhaps among them; with `answerAfterMs` a number that is not
   * allowed is answered as sent, since its refusal would tell that somebody has it. @defaultValue 'numbers'
   */
  readonly decoys?: DecoyKind;
  /** Called as things happen. Must be quick; what it throws is ignored. @defaultValue none */
  readonly onEvent?: (event: OtpEvent) => void;
  /** For tests only. @defaultValue the store's own clock */
  readonly clock?: Clock;
}

/** What decoys are: numbers as typed, or names that need not be numbers. */
export type DecoyKind = 'numbers' | 'names';

/** When a call gives up, in milliseconds. Whoever is asked is told to end `CALL_GRACE_MS` (250) sooner, so that its own word is heard. */
export interface Deadlines {
  /** For one call of the store or the limiter. @defaultValue 2_000 */
  readonly storeMs: number;
  /** For one call of the provider. @defaultValue 10_000 */
  readonly providerMs: number;
  /** For one call of the engine. @defaultValue 15_000 */
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
