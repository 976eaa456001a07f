/** What the page offers: the countries of `OTP_ALLOWED_COUNTRIES`, which the engine is held to as well; `null`: all. */
export function readAllowedCountries({ OTP_ALLOWED_COUNTRIES = '' }: NodeJS.ProcessEnv): readonly string[] | null {
  const countries = OTP_ALLOWED_COUNTRIES.split(',')
    .map((country) => country.trim())
    .filter((country) => country !== '');
  return countries.length === 0 ? null : countries;
}
