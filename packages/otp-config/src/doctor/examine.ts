/** Reads an environment and has every check judge it. Makes no request and opens nothing. */
import type { SmsSender, VerificationProvider } from '@countersign/otp-core';
import { OtpConfigurationError } from '@countersign/otp-core';
import type { PolicyAssessment } from '@countersign/otp-core/assessment';
import { checkTestCodes, makePhone } from '../compose/compose-otp.ts';
import { makeParsers } from '../compose/make-parsers.ts';
import { makeProviders } from '../compose/make-providers.ts';
import { kindOf, type OtpPlan } from '../compose/otp-plan.ts';
import { planOtp } from '../compose/plan-otp.ts';
import { createEnvironmentSource } from '../compose/setting-source.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import type { Environment } from '../settings/otp-settings.ts';
import { checkCodeLife } from './check-code-life.ts';
import { checkEndpoints } from './check-endpoints.ts';
import { checkMessage } from './check-message.ts';
import { checkPackages } from './check-packages.ts';
import { checkPolicy } from './check-policy.ts';
import { checkReceipts } from './check-receipts.ts';
import { checkRetired } from './check-retired.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkSettings, checkUnknown } from './check-settings.ts';
import { checkStore } from './check-store.ts';
import { checkTestNumbers } from './check-test-numbers.ts';
import type { Check, DoctorFacts } from './doctor-facts.ts';
import type { Finding } from './finding.ts';

export interface ExamineOptions {
  readonly environment: Environment;
  readonly nowMs: number;
  /** Whether the app could load a package. */
  isInstalled(packageName: string): boolean;
}

const CHECKS: readonly Check[] = [
  checkSettings,
  checkUnknown,
  checkPackages,
  checkStore,
  checkPolicy,
  checkCodeLife,
  checkMessage,
  checkSecrets,
  checkEndpoints,
  checkReceipts,
  checkTestNumbers,
  checkRetired,
];

/** What was found, and the facts it was found in. */
export async function examine({ environment, ...options }: ExamineOptions): Promise<{
  readonly facts: DoctorFacts;
  readonly findings: readonly Finding[];
}> {
  const reading = readEnvironment(environment);
  const source = createEnvironmentSource(reading.variables);
  const plan = planOtp(reading.settings, source, reading.problems);
  // The adapters know their options best, and asking them costs no request.
  const made = await makeProviders(plan, source, reading.problems);
  await makeParsers(plan, source, reading.problems);
  await makePhone(reading.settings, source, reading.problems);
  checkTestCodes(reading.settings, made?.provider, source, reading.problems);
  const provider = made?.provider ?? null;
  const facts = { reading, plan, provider, assessment: await assess(plan, provider), ...options };
  return { facts, findings: CHECKS.flatMap((check) => check(facts)) };
}

/** A policy that the engine refuses has no figures. */
async function assess(
  plan: OtpPlan,
  provider: SmsSender | VerificationProvider | null,
): Promise<PolicyAssessment | null> {
  const isVerification = plan.providers.some((each) => kindOf(each) === 'verification-provider');
  if (isVerification && provider === null) return null;
  const { assessPolicy } = await import('@countersign/otp-core/assessment');
  const { policy = {}, purposes } = plan.settings;
  const origin =
    provider?.kind === 'verification-provider'
      ? { codeOrigin: { kind: 'provider', ...provider.capabilities } as const }
      : {};
  try {
    return assessPolicy(policy, { ...origin, ...(purposes === undefined ? {} : { purposes }) });
  } catch (error) {
    if (OtpConfigurationError.isInstance(error)) return null;
    throw error;
  }
}
