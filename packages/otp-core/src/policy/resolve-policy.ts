/** Settings in, complete policy out; everything that makes no sense is reported, all at once. Pure. */
import { strangersShare } from '../adapter/budget-share.ts';
import { isOptions, joinPath, type OptionProblems } from '../adapter/options.ts';
import { MAXIMUM_CODE_LENGTH, MINIMUM_CODE_LENGTH } from '../challenge/index.ts';
import { checkMessageOptions } from '../message/index.ts';
import {
  type OtpPolicy,
  type OtpPolicyOptions,
  POLICY_PRESETS,
  type PurposePolicy,
  type RateLimitPolicy,
} from './otp-policy.ts';
import { isScopeName } from './scope-name.ts';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const LONGEST_WINDOW_MS = 366 * DAY_MS;
/** Exact windows keep a timestamp each. */
const LARGEST_EXACT_WINDOW = 64;

const PURPOSE_OPTIONS = ['codeLength', 'ttlMs', 'maxAttempts', 'resendCode', 'binding', 'message'] as const;
const NUMBER_OPTIONS = [
  'maxLiveChallenges',
  'cooldownsMs',
  'sendQuotas',
  'failureQuotas',
  'maxConsecutiveFailures',
  'knownClientReserve',
  'stepUp',
] as const;
const RATE_LIMIT_OPTIONS = [
  'requestsPerAddress',
  'requestsPerNetwork',
  'requestsPerNumberPrefix',
  'requestsPerCountry',
  'requestsPerDeployment',
  'checksPerAddress',
] as const satisfies ReadonlyArray<keyof RateLimitPolicy>;

/** Policy and what each named purpose makes of it. */
export interface ResolvedPolicy extends OtpPolicy {
  readonly purposes: ReadonlyMap<string, PurposePolicy>;
}

export function resolvePolicy(policy: unknown, purposes: unknown, problems: OptionProblems): ResolvedPolicy {
  const options = readObject('policy', policy, problems);
  problems.addUnknown('policy', options, ['preset', ...PURPOSE_OPTIONS, ...NUMBER_OPTIONS, 'rateLimits']);
  const preset = POLICY_PRESETS[readPreset(options.preset, problems)];
  const rateLimits = readObject('policy.rateLimits', options.rateLimits, problems);
  const resolved = {
    ...preset,
    ...defined(options),
    rateLimits: { ...preset.rateLimits, ...defined(rateLimits) },
  } as OtpPolicy;
  checkPurpose('policy', resolved, problems);
  checkNumber(resolved, problems);
  checkRateLimits(rateLimits, resolved.rateLimits, problems);
  return { ...resolved, purposes: resolvePurposes(purposes, resolved, problems) };
}

function readPreset(preset: unknown, problems: OptionProblems): keyof typeof POLICY_PRESETS {
  if (preset === undefined || preset === 'standard' || preset === 'strict') return preset ?? 'standard';
  problems.add('policy.preset', "must be 'standard' or 'strict'");
  return 'standard';
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

/** `undefined` means left out, also where it is written down. */
function defined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function resolvePurposes(
  purposes: unknown,
  policy: OtpPolicy,
  problems: OptionProblems,
): ReadonlyMap<string, PurposePolicy> {
  const resolved = new Map<string, PurposePolicy>();
  for (const [name, value] of Object.entries(readObject('purposes', purposes, problems))) {
    const path = joinPath('purposes', name);
    if (!isScopeName(name)) problems.add(path, 'must be named by 1 to 64 visible ASCII characters');
    const options = readObject(path, value, problems);
    problems.addUnknown(path, options, PURPOSE_OPTIONS);
    const purpose = { ...pickPurpose(policy), ...defined(options) } as PurposePolicy;
    checkPurpose(path, purpose, problems);
    checkBudgetsFit(path, purpose, policy, problems);
    resolved.set(name, purpose);
  }
  return resolved;
}

export function pickPurpose(policy: PurposePolicy): PurposePolicy {
  const { codeLength, ttlMs, maxAttempts, resendCode, binding, message } = policy;
  return { codeLength, ttlMs, maxAttempts, resendCode, binding, message };
}

function checkPurpose(path: string, purpose: PurposePolicy, problems: OptionProblems): void {
  const at = (name: keyof PurposePolicy) => joinPath(path, name);
  problems.addUnlessInteger(at('codeLength'), purpose.codeLength, MINIMUM_CODE_LENGTH, MAXIMUM_CODE_LENGTH);
  // NIST SP 800-63B-4, 3.1.3.2: ten minutes at most.
  problems.addUnlessInteger(at('ttlMs'), purpose.ttlMs, SECOND_MS, 600 * SECOND_MS);
  problems.addUnlessInteger(at('maxAttempts'), purpose.maxAttempts, 1, 10);
  if (!['same', 'new'].includes(purpose.resendCode)) problems.add(at('resendCode'), "must be 'same' or 'new'");
  if (!['handle', 'number'].includes(purpose.binding)) problems.add(at('binding'), "must be 'handle' or 'number'");
  checkMessageOptions(at('message'), purpose.message, problems);
}

function checkNumber(policy: OtpPolicy, problems: OptionProblems): void {
  problems.addUnlessInteger('policy.maxLiveChallenges', policy.maxLiveChallenges, 1, 16);
  problems.addUnlessInteger('policy.maxConsecutiveFailures', policy.maxConsecutiveFailures, 1, 10_000);
  checkCooldowns(policy.cooldownsMs, problems);
  checkWindows('policy.sendQuotas', policy.sendQuotas, LARGEST_EXACT_WINDOW, problems);
  checkWindows('policy.failureQuotas', policy.failureQuotas, LARGEST_EXACT_WINDOW, problems);
  for (const option of ['sendQuotas', 'failureQuotas'] as const) {
    if (Array.isArray(policy[option]) && policy[option].length === 0) {
      problems.add(
        `policy.${option}`,
        'must hold at least one window; a number without a limit is a number to be guessed',
      );
    }
  }
  const reserve: unknown = policy.knownClientReserve;
  if (typeof reserve !== 'number' || !(reserve >= 0 && reserve <= 0.5)) {
    problems.add('policy.knownClientReserve', 'must be a share from 0 to 0.5');
  }
  checkStepUp(policy, problems);
  checkBudgetsFit('policy', policy, policy, problems);
}

function checkCooldowns(cooldownsMs: unknown, problems: OptionProblems): void {
  if (!Array.isArray(cooldownsMs) || cooldownsMs.length === 0 || cooldownsMs.length > 16) {
    problems.add('policy.cooldownsMs', 'must be a list of 1 to 16 waits in milliseconds');
    return;
  }
  cooldownsMs.forEach((each, index) => {
    problems.addUnlessInteger(`policy.cooldownsMs.${index}`, each, SECOND_MS, DAY_MS);
  });
}

function checkWindows(path: string, windows: unknown, largestMax: number, problems: OptionProblems): void {
  if (!Array.isArray(windows) || windows.length > 4) {
    problems.add(path, 'must be a list of at most 4 windows { max, durationMs }');
    return;
  }
  windows.forEach((window: unknown, index) => {
    const at = `${path}.${index}`;
    const options = readObject(at, window, problems);
    problems.addUnknown(at, options, ['max', 'durationMs']);
    problems.addUnlessInteger(`${at}.max`, options.max, 1, largestMax);
    problems.addUnlessInteger(`${at}.durationMs`, options.durationMs, SECOND_MS, LONGEST_WINDOW_MS);
  });
}

function checkStepUp(policy: OtpPolicy, problems: OptionProblems): void {
  if (policy.stepUp === null) return;
  const options = readObject('policy.stepUp', policy.stepUp, problems);
  problems.addUnknown('policy.stepUp', options, ['afterFailures', 'withinMs', 'codeLength']);
  problems.addUnlessInteger('policy.stepUp.afterFailures', options.afterFailures, 1, LARGEST_EXACT_WINDOW);
  problems.addUnlessInteger('policy.stepUp.withinMs', options.withinMs, SECOND_MS, LONGEST_WINDOW_MS);
  problems.addUnlessInteger('policy.stepUp.codeLength', options.codeLength, MINIMUM_CODE_LENGTH, MAXIMUM_CODE_LENGTH);
}

/** A challenge sets its tries aside when it is opened: budgets that cannot hold them would never open one. */
function checkBudgetsFit(path: string, purpose: PurposePolicy, policy: OtpPolicy, problems: OptionProblems): void {
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
  problems.addUnknown('policy.rateLimits', given, RATE_LIMIT_OPTIONS);
  for (const name of RATE_LIMIT_OPTIONS)
    checkWindows(`policy.rateLimits.${name}`, limits[name], 1_000_000_000, problems);
}
