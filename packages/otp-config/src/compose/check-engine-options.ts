/**
 * Has the engine judge what is its own, in its own words: policy, secrets, message, deadlines. An engine without anything
 * behind it is made for that and thrown away; making one opens nothing.
 */
import {
  type CodeStore,
  createOtpEngine,
  OtpConfigurationError,
  type OtpEngineOptions,
  type RateLimiter,
  type SmsSender,
} from '@countersign/otp-core';
import type { ProblemList } from '../problems/setting-problem.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';
import { engineOptionsOf } from './engine-options.ts';
import type { SettingSource } from './setting-source.ts';

const nothing = async (): Promise<never> => {
  throw new Error('Nothing is ever asked.');
};
const SENDER: SmsSender = { specificationVersion: 'v1', kind: 'sms-sender', providerId: 'none', send: nothing };
const STORE: CodeStore = {
  specificationVersion: 'v1',
  storeId: 'none',
  issue: nothing,
  redeem: nothing,
  settle: nothing,
  discard: nothing,
  unlock: nothing,
};
const LIMITER: RateLimiter = { specificationVersion: 'v1', take: nothing };

export function checkEngineOptions(settings: Partial<OtpSettings>, source: SettingSource, problems: ProblemList): void {
  const options = { ...engineOptionsOf(settings), provider: SENDER, store: STORE, rateLimiter: LIMITER };
  try {
    createOtpEngine(options as OtpEngineOptions);
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    for (const { option, message } of error.problems) {
      if (problems.isAbout(option) || (option === 'secret' && settings.secret === undefined)) continue;
      problems.add({ code: 'refused-setting', option, variable: source.variableOf(option), message });
    }
  }
}
