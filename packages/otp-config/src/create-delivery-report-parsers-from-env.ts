import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import { composeParsers } from './compose/compose-parsers.ts';
import { createEnvironmentSource } from './compose/setting-source.ts';
import { checkEnvironment } from './environment/check-environment.ts';
import { readEnvironment } from './environment/read-environment.ts';
import type { Environment, OtpOverrides } from './settings/otp-settings.ts';

/**
 * Makes what reads the delivery receipts of the providers that the variables name, from what `createOtpFromEnv` is given;
 * as `createDeliveryReportParsers` does from settings. With `OTP_PUBLIC_URL` messages say where their receipts go. Empty
 * where no provider is set up for receipts.
 *
 * @throws OtpConfigurationError naming every option and variable of providers that makes no sense, never the value of a secret
 * @example
 * const delivery = createDeliveryTracker({ onEvent: (event) => console.log(JSON.stringify(event)) });
 * const engine = await createOtpFromEnv(process.env, { onEvent: delivery.onEvent });
 * const parsers = await createDeliveryReportParsersFromEnv(process.env);
 */
export async function createDeliveryReportParsersFromEnv(
  environment: Environment,
  overrides: OtpOverrides = {},
): Promise<readonly DeliveryReportParser[]> {
  const subject = 'createDeliveryReportParsersFromEnv';
  checkEnvironment(subject, environment, overrides);
  const { settings, variables, problems } = readEnvironment(environment, overrides);
  return composeParsers(subject, settings, createEnvironmentSource(variables), problems);
}
