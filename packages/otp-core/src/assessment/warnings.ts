/** What is weak about a policy that makes sense. Words follow the option, as those of configuration problems do. */
import { strangersShare } from '../adapter/budget-rules.ts';
import { joinPath } from '../adapter/options.ts';
import type { CodeOrigin, PurposePolicy, ResolvedPolicy } from '../policy/index.ts';

/** A weakness, and the option that would mend it. */
export interface PolicyWarning {
  /** Path of the option, for example `policy.stepUp`. */
  readonly option: string;
  /** Goes on where `option` ends: `codeLength has 4 digits: …`. */
  readonly message: string;
}

/** Above this a year, a policy is weak: one in ten thousand, what NIST SP 800-63B-4 (3.2.2) accepts for good. */
const HIGHEST_CHANCE_PER_YEAR = 1e-4;
const FEWEST_DIGITS = 6;
const MOST_CONSECUTIVE_FAILURES = 100;
const MOST_MESSAGES_PER_DAY = 20;

/** What the assessment has found so far. */
export interface Findings {
  readonly origin: CodeOrigin;
  readonly chancePerYear: number;
  readonly messagesPerDay: number;
}

export function warningsOf(policy: ResolvedPolicy, findings: Findings): readonly PolicyWarning[] {
  const purposes = [...policy.purposes].map(([name, purpose]) => [joinPath('purposes', name), purpose] as const);
  return [
    ...warningsOfNumber(policy, findings),
    ...[['policy', policy] as const, ...purposes].flatMap(([path, purpose]) =>
      warningsOfPurpose(path, purpose, findings.origin),
    ),
    ...warningsOfReserve(policy),
    ...warningsOfAddresses(policy),
  ];
}

function warningsOfNumber(policy: ResolvedPolicy, findings: Findings): readonly PolicyWarning[] {
  const { origin, chancePerYear, messagesPerDay } = findings;
  const warnings: PolicyWarning[] = [];
  if (chancePerYear > HIGHEST_CHANCE_PER_YEAR) {
    const oneIn = Math.round(1 / chancePerYear).toLocaleString('en');
    const chance = `an attacker guess a code of one number with a chance of 1 in ${oneIn} a year (target: 1 in 10,000)`;
    warnings.push(
      origin.kind === 'own' && policy.stepUp === null
        ? { option: 'policy.stepUp', message: `is null, which lets ${chance}` }
        : { option: 'policy.failureQuotas', message: `let ${chance}` },
    );
  }
  if (origin.kind === 'provider' && origin.codeLength < FEWEST_DIGITS) {
    warnings.push({ option: 'provider.capabilities.codeLength', message: tooFewDigits(origin.codeLength) });
  }
  if (policy.maxConsecutiveFailures > MOST_CONSECUTIVE_FAILURES) {
    const message = `is above ${MOST_CONSECUTIVE_FAILURES}, the most that NIST SP 800-63B-4 allows before a number is locked`;
    warnings.push({ option: 'policy.maxConsecutiveFailures', message });
  }
  if (policy.cooldownsMs.length === 0) {
    const message = 'is empty: all messages that sendQuotas allow can be sent at once';
    warnings.push({ option: 'policy.cooldownsMs', message });
  }
  if (messagesPerDay > MOST_MESSAGES_PER_DAY) {
    const message = `let a stranger make a number receive ${messagesPerDay} messages a day, which you pay for`;
    warnings.push({ option: 'policy.sendQuotas', message });
  }
  return warnings;
}

function warningsOfPurpose(path: string, purpose: PurposePolicy, origin: CodeOrigin): readonly PolicyWarning[] {
  const warnings: PolicyWarning[] = [];
  if (origin.kind === 'own' && purpose.codeLength < FEWEST_DIGITS) {
    warnings.push({ option: joinPath(path, 'codeLength'), message: tooFewDigits(purpose.codeLength) });
  }
  if (purpose.binding === 'number') {
    const message = "is 'number': anyone who knows the number can use up the tries of its owner's code";
    warnings.push({ option: joinPath(path, 'binding'), message });
  }
  return warnings;
}

function tooFewDigits(codeLength: number): string {
  return `is ${codeLength}: NIST SP 800-63B-4 asks for ${FEWEST_DIGITS} digits or more`;
}

/** What strangers leave must do for one challenge of a known client, or they can keep its owner out. */
function warningsOfReserve(policy: ResolvedPolicy): readonly PolicyWarning[] {
  const { knownClientReserve, maxLiveChallenges, sendQuotas, failureQuotas, maxConsecutiveFailures } = policy;
  if (knownClientReserve === 0) {
    const message = 'is 0: a stranger can use up the limits of a number and lock its owner out';
    return [{ option: 'policy.knownClientReserve', message }];
  }
  const tries = Math.max(policy.maxAttempts, ...[...policy.purposes.values()].map((each) => each.maxAttempts));
  const reserves: ReadonlyArray<readonly [option: string, maxima: readonly number[], needed: number]> = [
    ['maxLiveChallenges', [maxLiveChallenges], 1],
    ['sendQuotas', sendQuotas.map(({ max }) => max), 1],
    ['failureQuotas', failureQuotas.map(({ max }) => max), tries],
    ['maxConsecutiveFailures', [maxConsecutiveFailures], tries],
  ];
  return reserves.flatMap(([option, maxima, needed]) => {
    const reserve = Math.min(...maxima.map((max) => max - strangersShare(max, knownClientReserve)));
    if (reserve >= needed) return [];
    const message = `leaves known clients ${reserve} once strangers have used the rest, and a challenge needs ${needed}`;
    return [{ option: `policy.${option}`, message }];
  });
}

function warningsOfAddresses({ rateLimits }: ResolvedPolicy): readonly PolicyWarning[] {
  return (['requestsPerAddress', 'checksPerAddress'] as const)
    .filter((name) => rateLimits[name].length === 0)
    .map((name) => ({
      option: `policy.rateLimits.${name}`,
      message: 'is empty: nothing limits how many numbers one address can attack',
    }));
}
