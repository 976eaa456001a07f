/** Plans what settings say of receipts, and makes their parsers. */
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import { type ProblemList, throwIfAny } from '../problems/setting-problem.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';
import { makeParsers } from './make-parsers.ts';
import { planOtp } from './plan-otp.ts';
import type { SettingSource } from './setting-source.ts';

/** Whoever only takes in receipts needs no secret and no store. */
const ABOUT_RECEIPTS = /^(?:settings|provider|retired|publicUrl)(?:\.|$)/;

/** @throws OtpConfigurationError naming every problem of providers and of their receipts at once */
export async function composeParsers(
  subject: string,
  settings: Partial<OtpSettings>,
  source: SettingSource,
  problems: ProblemList,
): Promise<readonly DeliveryReportParser[]> {
  const parsers = await makeParsers(planOtp(settings, source, problems), source, problems);
  throwIfAny(subject, { all: problems.all.filter(({ option }) => ABOUT_RECEIPTS.test(option)) });
  return parsers;
}
