/** What a policy is worth, by formula: guessing at one number, at many, messages, and the lock. Pure; nothing is sent. */
import { strangersShare } from '../adapter/budget-rules.ts';
import { isOptions, OptionProblems } from '../adapter/options.ts';
import type { OtpPolicyOptions, PurposePolicy } from '../policy/index.ts';
import { type CodeOrigin, numberBudgetOf, type ResolvedPolicy, resolvePolicy } from '../policy/index.ts';
import type { QuotaWindow } from '../spec/index.ts';
import {
  chanceOf,
  DAY_MS,
  expectedHits,
  type GuessedNumber,
  type GuessesByLength,
  type GuessingRisk,
  guessesWithin,
  mostWithin,
  YEAR_MS,
} from './guessing.ts';
import { assessSpending, type SpendingAssessment } from './spending.ts';
import { type PolicyWarning, warningsOf } from './warnings.ts';

/** What an assessment takes into account besides the policy. */
export interface AssessPolicyOptions {
  /** The engine's `purposes`; the weakest counts. @defaultValue none */
  readonly purposes?: Readonly<Record<string, Partial<PurposePolicy>>>;
  /** Who makes the codes: a provider's never step up. @defaultValue the engine */
  readonly codeOrigin?: CodeOrigin;
  /** How many numbers a fleet attack knows. @defaultValue 1_000_000 */
  readonly numbers?: number;
  /** How many addresses it comes from; `Infinity` where no rate limiter counts them. @defaultValue Infinity */
  readonly addresses?: number;
}

/** What a policy is worth. Every figure is the worst that a policy allows. */
export interface PolicyAssessment {
  /** Against one number, by anyone, with its owner signing in as often as helps the attacker. */
  readonly guessing: {
    readonly perChallenge: GuessingRisk;
    /** The first day, while codes are short. */
    readonly perDay: GuessingRisk;
    readonly perYear: GuessingRisk;
  };
  readonly fleet: FleetAssessment;
  readonly strangers: StrangersAssessment;
  /** What limits by address, network, range and deployment let an attack cost. Without a `rateLimiter` none of it holds. */
  readonly spending: SpendingAssessment;
  /** What is weak, for a doctor to print. Empty for the presets. */
  readonly warnings: readonly PolicyWarning[];
}

/** A few guesses at each of many numbers, which no limit of a number sees. */
export interface FleetAssessment {
  readonly numbers: number;
  readonly addresses: number;
  /** Numbers that the limits by address let be attacked in a day. */
  readonly numbersPerDay: number;
  /** All tries of one challenge at every number, however long that takes. */
  readonly perRound: FleetRisk;
  /** As many guesses as numbers and addresses allow in the first day. */
  readonly perDay: FleetRisk;
}

/** What a fleet attack comes to. */
export interface FleetRisk extends GuessingRisk {
  readonly expectedTakeovers: number;
}

/** What strangers can do to a number: clients that are not known. */
export interface StrangersAssessment {
  /** Messages that they can make it receive. */
  readonly messagesPerHour: number;
  readonly messagesPerDay: number;
  readonly messagesPerYear: number;
  /** After this many consecutive failures no stranger gets a code until the owner signs in or `unlock`. */
  readonly failuresUntilLock: number;
  /** On how many days strangers have to fail to come to that. */
  readonly daysUntilLock: number;
}

const HOUR_MS = DAY_MS / 24;

/**
 * Assesses a policy, as given to `createOtpEngine` or already resolved. A year has 365 days.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const { guessing, warnings } = assessPolicy({ preset: 'standard' });
 * guessing.perYear.guesses; // 19 of six digits, 7,300 of eight
 * guessing.perYear.chance; // 9.2e-5
 */
export function assessPolicy(
  policy: OtpPolicyOptions | ResolvedPolicy = {},
  options: AssessPolicyOptions = {},
): PolicyAssessment {
  const { resolved, origin, numbers, addresses } = resolveOptions(policy, options);
  const number = weakestOf(resolved, origin);
  const perYear = riskOf(number, guessesWithin(number, YEAR_MS));
  const strangers = assessStrangers(resolved, number);
  return {
    guessing: {
      perChallenge: riskOf(number, [{ codeLength: number.codeLength, guesses: number.maxAttempts }]),
      perDay: riskOf(number, guessesWithin(number, DAY_MS)),
      perYear,
    },
    fleet: assessFleet(resolved, number, { numbers, addresses }),
    strangers,
    spending: assessSpending(resolved.rateLimits),
    warnings: warningsOf(resolved, {
      origin,
      chancePerYear: perYear.chance,
      messagesPerDay: strangers.messagesPerDay,
    }),
  };
}

function resolveOptions(policy: OtpPolicyOptions | ResolvedPolicy, options: AssessPolicyOptions) {
  const problems = new OptionProblems('assessPolicy');
  problems.addUnknown('', options, ['purposes', 'codeOrigin', 'numbers', 'addresses']);
  const { purposes, codeOrigin = { kind: 'own' }, numbers = 1_000_000, addresses = Number.POSITIVE_INFINITY } = options;
  const resolved = isResolved(policy) ? policy : resolvePolicy({ policy, purposes, message: undefined }, problems);
  const origin: Record<string, unknown> = isOptions(codeOrigin) ? codeOrigin : {};
  problems.addUnlessOneOf('codeOrigin.kind', origin.kind, ['own', 'provider']);
  if (origin.kind === 'provider') {
    problems.addUnlessInteger('codeOrigin.codeLength', origin.codeLength, 4, 10);
    problems.addUnlessOneOf('codeOrigin.concurrency', origin.concurrency, ['per-number', 'independent']);
  }
  problems.addUnlessInteger('numbers', numbers, 1, Number.MAX_SAFE_INTEGER);
  if (addresses !== Number.POSITIVE_INFINITY) {
    problems.addUnlessInteger('addresses', addresses, 1, Number.MAX_SAFE_INTEGER);
  }
  problems.throwIfAny();
  return { resolved, origin: codeOrigin, numbers, addresses };
}

function isResolved(policy: OtpPolicyOptions | ResolvedPolicy): policy is ResolvedPolicy {
  return isOptions(policy) && 'purposes' in policy && policy.purposes instanceof Map;
}

/** Purposes share the number's budget, so whoever guesses picks the one with the shortest codes, and the one with the most tries. */
function weakestOf(policy: ResolvedPolicy, origin: CodeOrigin): GuessedNumber {
  const purposes = [policy, ...policy.purposes.values()];
  const shortest = Math.min(...purposes.map((each) => each.codeLength));
  const codeLength = origin.kind === 'provider' ? origin.codeLength : shortest;
  const stepUpLength = origin.kind === 'provider' ? 0 : (policy.stepUp?.codeLength ?? 0);
  return {
    budget: numberBudgetOf(policy, origin),
    codeLength,
    longerCodeLength: Math.max(codeLength, stepUpLength),
    maxAttempts: Math.max(...purposes.map((each) => each.maxAttempts)),
  };
}

function riskOf({ maxAttempts }: GuessedNumber, guesses: readonly GuessesByLength[]): GuessingRisk {
  return { guesses, chance: chanceOf(guesses, maxAttempts) };
}

function assessFleet(
  { rateLimits }: ResolvedPolicy,
  number: GuessedNumber,
  { numbers, addresses }: { readonly numbers: number; readonly addresses: number },
): FleetAssessment {
  const { codeLength, maxAttempts } = number;
  const requests = addresses * mostWithin(rateLimits.requestsPerAddress, DAY_MS);
  const checks = addresses * mostWithin(rateLimits.checksPerAddress, DAY_MS);
  const most = Math.min(checks, requests * maxAttempts);
  const perDay = guessesWithin(number, DAY_MS).map((each) => ({
    codeLength: each.codeLength,
    guesses: Math.min(numbers * each.guesses, most),
  }));
  const fleetRisk = (guesses: readonly GuessesByLength[]): FleetRisk => ({
    ...riskOf(number, guesses),
    expectedTakeovers: expectedHits(guesses),
  });
  return {
    numbers,
    addresses,
    numbersPerDay: Math.min(numbers, requests, checks),
    perRound: fleetRisk([{ codeLength, guesses: numbers * maxAttempts }]),
    perDay: fleetRisk(perDay),
  };
}

function assessStrangers(
  { sendQuotas, knownClientReserve }: ResolvedPolicy,
  { budget, maxAttempts }: GuessedNumber,
): StrangersAssessment {
  const shareOf = (max: number) => strangersShare(max, knownClientReserve);
  const sends: readonly QuotaWindow[] = sendQuotas.map(({ max, durationMs }) => ({ max: shareOf(max), durationMs }));
  // A challenge sets its tries aside: the lock begins where they no longer fit.
  const failuresUntilLock = shareOf(budget.maxConsecutiveFailures) - maxAttempts + 1;
  const windowsBefore = budget.failureQuotas.map(
    ({ max, durationMs }) => Math.floor((failuresUntilLock - 1) / shareOf(max)) * durationMs,
  );
  return {
    messagesPerHour: mostWithin(sends, HOUR_MS),
    messagesPerDay: mostWithin(sends, DAY_MS),
    messagesPerYear: mostWithin(sends, YEAR_MS),
    failuresUntilLock,
    daysUntilLock: Math.floor(Math.max(...windowsBefore) / DAY_MS) + 1,
  };
}
