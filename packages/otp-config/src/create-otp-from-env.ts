import { composeOtp } from './compose/compose-otp.ts';
import { createEnvironmentSource } from './compose/setting-source.ts';
import { checkEnvironment } from './environment/check-environment.ts';
import { readEnvironment } from './environment/read-environment.ts';
import type { Otp } from './otp.ts';
import type { Environment, OtpOverrides } from './settings/otp-settings.ts';

/**
 * Makes an engine, what takes in its delivery receipts, and the countries it sends to, from variables: `OTP_PROVIDER`, `OTP_SECRET` and the account of the provider, and whatever else
 * `.env.example` lists. Empty variables count as unset; one that begins with `OTP_` and looks like a misspelt setting is
 * refused. `overrides` say what variables cannot, such as `onEvent`, and go before them.
 *
 * @throws OtpConfigurationError naming every option and variable that makes no sense, never the value of a secret
 * @throws OtpStoreError when a PostgreSQL that was to be migrated cannot be
 * @example
 * const { engine, webhooks, countries, close } = await createOtpFromEnv(process.env);
 * app.use('/otp', createOtpRouter({ engine, webhooks, countries }));
 */
export async function createOtpFromEnv(environment: Environment, overrides: OtpOverrides = {}): Promise<Otp> {
  checkEnvironment('createOtpFromEnv', environment, overrides);
  const { settings, variables, problems } = readEnvironment(environment, overrides);
  return composeOtp(settings, createEnvironmentSource(variables), problems);
}
