/** Settings in, complete policy out; everything that makes no sense is reported, all at once. Pure. */
import { strangersShare } from '../adapter/budget-rules.ts';
import { defined, isOptions, joinPath, type OptionProblems } from '../adapter/options.ts';
import { MAXIMUM_CODE_LENGTH, MINIMUM_CODE_LENGTH } from '../challenge/index.ts';
import { checkMessageOptions, type MessageOptions } from '../message/index.ts';
import {
  type OtpPolicy,
  type OtpPolicyOptions,
  POLICY_PRESETS,
  type PurposePolicy,
  type RateLimitPolicy,
  STANDARD_POLICY,
} from './otp-policy.ts';
import { isScopeName } from './scope-name.ts';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const LONGEST_WINDOW_MS = 366 * DAY_MS;
/** Windows of the limiter are counters. */
const LARGEST_WINDOW = 1_000_000_000;
/** Exact windows keep a timestamp each. */
const LARGEST_EXACT_WINDOW = 64;

/** Smallest and largest of what is a whole number. NIST SP 800-63B-4, 3.1.3.2: ten minutes of life at most. */
const PURPOSE_NUMBERS = {
  codeLength: [MINIMUM_CODE_LENGTH, MAXIMUM_CODE_LENGTH],
  ttlMs: [SECOND_MS, 600 * SECOND_MS],
  maxAttempts: [1, 10],
} as const;
const STEP_UP_NUMBERS = {
  afterFailures: [1, LARGEST_EXACT_WINDOW],
  withinMs: [SECOND_MS, LONGEST_WINDOW_MS],
  codeLength: PURPOSE_NUMBERS.codeLength,
} as const;
const NUMBER_NUMBERS = { maxLiveChallenges: [1, 16], maxConsecutiveFailures: [1, 10_000] } as const;

const PURPOSE_OPTIONS = [...Object.keys(PURPOSE_NUMBERS), 'resendCode', 'binding', 'message'];

/** Policy and what each named purpose makes of it. */
export interface ResolvedPolicy extends OtpPolicy, PurposePolicy {
  readonly purposes: ReadonlyMap<string, PurposePolicy>;
}

/** What a deployment wrote down, unchecked. */
export interface PolicySettings {
  readonly policy: unknown;
  readonly purposes: unknown;
  readonly message: unknown;
}

export function resolvePolicy(settings: PolicySettings, problems: OptionProblems): ResolvedPolicy {
  const options = readObject('policy', settings.policy, problems);
  problems.addUnknown('policy', options, ['preset', ...Object.keys(STANDARD_POLICY)]);
  const { preset: name = 'standard' } = options;
  problems.addUnlessOneOf('policy.preset', name, Object.keys(POLICY_PRESETS));
  const preset = POLICY_PRESETS[name] ?? STANDARD_POLICY;
  const rateLimits = readObject('policy.rateLimits', options.rateLimits, problems);
  const { message = {} } = settings as { readonly message?: MessageOptions };
  const resolved = {
    ...preset,
    ...defined(options),
    rateLimits: { ...preset.rateLimits, ...defined(rateLimits) },
    message,
  } as OtpPolicy & PurposePolicy;
  checkPurpose('policy', resolved, problems);
  checkMessageOptions('message', message, problems);
  checkNumber(resolved, problems);
  checkRateLimits(rateLimits, resolved.rateLimits, problems);
  return { ...resolved, purposes: resolvePurposes(settings.purposes, resolved, problems) };
}

function readObject(
  path: string,
  value: unknown,
  problems: OptionProblems,
): OtpPolicyOptions & Record<string, unknown> {
  if (value === undefined) return {};
  if (isOptions(value)) return value;
  problems.add(path, 'must be an object');
  return {};
}

function resolvePurposes(
  purposes: unknown,
  policy: OtpPolicy & PurposePolicy,
  problems: OptionProblems,
): ReadonlyMap<string, PurposePolicy> {
  const resolved = new Map<string, PurposePolicy>();
  for (const [name, value] of Object.entries(readObject('purposes', purposes, problems))) {
    const path = joinPath('purposes', name);
    if (!isScopeName(name)) problems.add(path, 'must be named by 1 to 64 visible ASCII characters');
    const options = readObject(path, value, problems);
    problems.addUnknown(path, options, PURPOSE_OPTIONS);
    const purpose = { ...policy, ...defined(options) } as PurposePolicy;
    checkPurpose(path, purpose, problems);
    checkMessageOptions(joinPath(path, 'message'), purpose.message, problems);
    checkBudgetsFit(path, purpose, policy, problems);
    resolved.set(name, purpose);
  }
  return resolved;
}

type Ranges = Readonly<Record<string, readonly [minimum: number, maximum: number]>>;

function checkNumbers(path: string, values: object, ranges: Ranges, problems: OptionProblems): void {
  for (const [name, [minimum, maximum]] of Object.entries(ranges)) {
    problems.addUnlessInteger(joinPath(path, name), (values as Record<string, unknown>)[name], minimum, maximum);
  }
}

function checkPurpose(path: string, purpose: Omit<PurposePolicy, 'message'>, problems: OptionProblems): void {
  checkNumbers(path, purpose, PURPOSE_NUMBERS, problems);
  problems.addUnlessOneOf(joinPath(path, 'resendCode'), purpose.resendCode, ['same', 'new']);
  problems.addUnlessOneOf(joinPath(path, 'binding'), purpose.binding, ['handle', 'number']);
}

function checkNumber(policy: OtpPolicy, problems: OptionProblems): void {
  checkNumbers('policy', policy, NUMBER_NUMBERS, problems);
  checkCooldowns(policy.cooldownsMs, problems);
  for (const name of ['sendQuotas', 'failureQuotas'] as const) {
    // A number without a limit is a number to be guessed.
    checkWindows(`policy.${name}`, policy[name], [1, LARGEST_EXACT_WINDOW], problems);
  }
  const reserve: unknown = policy.knownClientReserve;
  if (typeof reserve !== 'number' || !(reserve >= 0 && reserve <= 0.5)) {
    problems.add('policy.knownClientReserve', 'must be a share from 0 to 0.5');
  }
  checkStepUp(policy, problems);
  checkBudgetsFit('policy', policy, policy, problems);
}

function checkCooldowns(cooldownsMs: unknown, problems: OptionProblems): void {
  if (!Array.isArray(cooldownsMs) || cooldownsMs.length > 16) {
    problems.add('policy.cooldownsMs', 'must be a list of 0 to 16 waits in milliseconds');
    return;
  }
  cooldownsMs.forEach((each, index) => {
    problems.addUnlessInteger(`policy.cooldownsMs.${index}`, each, SECOND_MS, DAY_MS);
  });
}

function checkWindows(
  path: string,
  windows: unknown,
  [fewest, largestMax]: readonly [fewest: number, largestMax: number],
  problems: OptionProblems,
): void {
  if (!Array.isArray(windows) || windows.length < fewest || windows.length > 4) {
    problems.add(path, `must be a list of ${fewest} to 4 windows { max, durationMs }`);
    return;
  }
  windows.forEach((window: unknown, index) => {
    const ranges: Ranges = { max: [1, largestMax], durationMs: [SECOND_MS, LONGEST_WINDOW_MS] };
    checkObject(`${path}.${index}`, window, ranges, problems);
  });
}

function checkStepUp({ stepUp }: OtpPolicy, problems: OptionProblems): void {
  if (stepUp !== null) checkObject('policy.stepUp', stepUp, STEP_UP_NUMBERS, problems);
}

/** An object of whole numbers and nothing else. */
function checkObject(path: string, value: unknown, ranges: Ranges, problems: OptionProblems): void {
  const options = readObject(path, value, problems);
  problems.addUnknown(path, options, Object.keys(ranges));
  checkNumbers(path, options, ranges, problems);
}

/** A challenge sets its tries aside when it is opened: budgets that cannot hold them would never open one. */
function checkBudgetsFit(
  path: string,
  purpose: Pick<PurposePolicy, 'maxAttempts'>,
  policy: OtpPolicy,
  problems: OptionProblems,
): void {
  const largest = strangersShare(smallestFailureBudget(policy), policy.knownClientReserve);
  if (purpose.maxAttempts > largest) {
    problems.add(
      joinPath(path, 'maxAttempts'),
      `must fit into failureQuotas and maxConsecutiveFailures less knownClientReserve, which leave ${largest}`,
    );
  }
}

function smallestFailureBudget(policy: OtpPolicy): number {
  const quotas: unknown = policy.failureQuotas;
  const maxima: readonly number[] = Array.isArray(quotas) ? quotas.map((quota) => Number(quota?.max)) : [];
  return Math.min(policy.maxConsecutiveFailures, ...maxima);
}

function checkRateLimits(given: object, limits: RateLimitPolicy, problems: OptionProblems): void {
  const names = Object.keys(STANDARD_POLICY.rateLimits) as ReadonlyArray<keyof RateLimitPolicy>;
  problems.addUnknown('policy.rateLimits', given, names);
  for (const name of names) checkWindows(`policy.rateLimits.${name}`, limits[name], [0, LARGEST_WINDOW], problems);
}
