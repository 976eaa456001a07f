/** Reads what sends and remembers out of an environment, without an engine: no codes are made and none are checked. */
import { readEnvironment } from '../environment/read-environment.ts';
import type { ProblemList } from '../problems/setting-problem.ts';
import type { Environment, OtpOverrides } from '../settings/otp-settings.ts';
import { kindOf, type OtpPlan } from './otp-plan.ts';
import { planOtp } from './plan-otp.ts';
import { createEnvironmentSource, type SettingSource } from './setting-source.ts';

export interface SendingPlan {
  readonly reading: ReturnType<typeof readEnvironment>;
  readonly plan: OtpPlan;
  readonly source: SettingSource;
  readonly problems: ProblemList;
}

/** Nothing is signed or sealed by it: what is planned here has no codes. */
const NO_SECRET = 'there-is-no-engine-that-would-use-this-secret';

export function planSendingParts(environment: Environment, overrides: OtpOverrides): SendingPlan {
  const reading = readEnvironment(environment, { ...overrides, secret: NO_SECRET });
  const { problems } = reading;
  const source = createEnvironmentSource(reading.variables);
  const plan = planOtp(reading.settings, source, problems);
  const refuse = (option: string, message: string) =>
    problems.add({ code: 'refused-setting', option, variable: source.variableOf(option), message });
  if (plan.providers.some((provider) => kindOf(provider) === 'verification-provider')) {
    refuse('provider', 'must be a sender, such as twilio: the platform makes and checks the codes');
  }
  if (reading.settings.testNumbers !== undefined) {
    refuse('testNumbers', 'are for codes of our own: set test numbers in the platform');
  }
  return { reading, plan, source, problems };
}
