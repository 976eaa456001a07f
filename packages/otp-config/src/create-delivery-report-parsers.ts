import { isOptions } from '@countersign/otp-core/adapter';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import { composeParsers } from './compose/compose-parsers.ts';
import { CODE } from './compose/setting-source.ts';
import { createProblemList } from './problems/setting-problem.ts';
import type { OtpSettings } from './settings/otp-settings.ts';

/**
 * Makes what reads the delivery receipts of the providers in `settings`, those of `createOtp`: one parser for each
 * provider, retired ones included, that is set up for it. Each listens at `/webhooks/` and the provider's name. Loads the
 * same adapters and opens nothing. What is wrong with other settings is left to `createOtp`.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the value of a secret
 * @example
 * const parsers = await createDeliveryReportParsers(settings);
 * createOtpHandler({ engine, clientAddress: fromSocket(), webhooks: { parsers, onReport: delivery.report } });
 */
export async function createDeliveryReportParsers(
  settings: Pick<OtpSettings, 'provider'> & Partial<OtpSettings>,
): Promise<readonly DeliveryReportParser[]> {
  const problems = createProblemList();
  if (!isOptions(settings)) {
    problems.add({ code: 'refused-setting', option: 'settings', variable: null, message: 'must be an object' });
  }
  const given = isOptions(settings) ? { ...settings } : {};
  return composeParsers('createDeliveryReportParsers', given, CODE, problems);
}
