import { isOptions } from '@countersign/otp-core/adapter';
import { composeOtp } from './compose/compose-otp.ts';
import { CODE } from './compose/setting-source.ts';
import type { Otp } from './otp.ts';
import { createProblemList } from './problems/setting-problem.ts';
import type { OtpSettings } from './settings/otp-settings.ts';

/**
 * Makes an engine, what takes in its delivery receipts, and the countries it sends to, from settings in code. Only the chosen adapters are loaded; each is a package of its own, and one that
 * is not installed is named in the error with the line that installs it. Reads no environment.
 *
 * `close` closes what was opened here, the engine included. With a `postgres` store that migrates, it resolves once the database
 * has its tables.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the value of a secret
 * @throws OtpStoreError when a PostgreSQL that was to be migrated cannot be
 * @example
 * const { engine, webhooks, countries, close } = await createOtp({
 *   provider: { name: 'twilio', accountSid, authToken, from: '+14155550100' },
 *   store: 'redis://localhost:6379',
 *   secret,
 * });
 */
export async function createOtp(settings: OtpSettings): Promise<Otp> {
  const problems = createProblemList();
  const given = isOptions(settings) ? { ...settings } : {};
  if (!isOptions(settings)) {
    problems.add({ code: 'refused-setting', option: 'settings', variable: null, message: 'must be an object' });
  }
  return composeOtp(given, CODE, problems);
}
