import type { CheckCode } from './check-codes.ts';
import type { Check, DoctorFacts } from './doctor-facts.ts';
import { type Finding, ok, warning } from './finding.ts';

/** By the figures on which the engine's own refusals are based. */
export const checkPolicy: Check = ({ assessment, plan }) => {
  if (assessment === null) return [];
  const { perYear, perChallenge } = assessment.guessing;
  const yearly = `at most a ${oneIn(perYear.chance)} chance a year of guessing a code for one number`;
  const once = `For one challenge the chance is ${oneIn(perChallenge.chance)}.`;
  const message = `An attacker has ${yearly} (target: 1 in 10,000). ${once}`;
  return [
    ok('guessing-chance', message),
    ...assessment.warnings.map(({ option, message }) => warning(codeOf(option), `${option} ${message}.`)),
    ...checkCountryLimit(plan),
  ];
};

/** A chance as people read one: 1.3e-4 is 1 in 7,700. */
function oneIn(chance: number): string {
  return `1 in ${Number((1 / chance).toPrecision(2)).toLocaleString('en')}`;
}

function codeOf(option: string): CheckCode {
  if (option.endsWith('.binding')) return 'binding-by-number';
  return option.endsWith('.cooldownsMs') ? 'no-cooldown' : 'weak-policy';
}

function checkCountryLimit({ settings }: DoctorFacts['plan']): readonly Finding[] {
  const { allowedCountries, defaultCountry, phone, policy } = settings;
  const isLimited = (policy?.rateLimits?.requestsPerCountry ?? []).length > 0;
  const knowsCountries = [allowedCountries, defaultCountry, phone].some((each) => each !== undefined && each !== '*');
  if (!isLimited || knowsCountries) return [];
  const message =
    'policy.rateLimits.requestsPerCountry limits nothing, as no parser knows countries: set OTP_ALLOWED_COUNTRIES or OTP_DEFAULT_COUNTRY.';
  return [warning('weak-policy', message)];
}
