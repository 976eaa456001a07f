import type { CheckCode } from './check-codes.ts';
import type { Check, DoctorFacts } from './doctor-facts.ts';
import { type Finding, ok, warning } from './finding.ts';

/** By the figures on which the engine's own refusals are based. */
export const checkPolicy: Check = ({ assessment, plan }) => {
  if (assessment === null) return [];
  const { perYear, perChallenge } = assessment.guessing;
  const guesses = perYear.guesses.map((each) => `${each.guesses.toLocaleString('en')} at ${each.codeLength} digits`);
  const yearly = `${perYear.chance.toExponential(1)} a year, after ${guesses.join(' and ')}`;
  const message = `At worst, the code of a number is guessed with a chance of ${yearly}; of one challenge, ${perChallenge.chance.toExponential(1)}.`;
  return [
    ok('guessing-chance', message),
    ...assessment.warnings.map(({ option, message }) => warning(codeOf(option), `${option} ${message}.`)),
    ...checkCountryLimit(plan),
  ];
};

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
