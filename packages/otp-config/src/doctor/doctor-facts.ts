/** What checks are about: read once, judged by many. Types only. */
import type { SmsSender, VerificationProvider } from '@countersign/otp-core';
import type { PolicyAssessment } from '@countersign/otp-core/assessment';
import type { OtpPlan } from '../compose/otp-plan.ts';
import type { EnvironmentReading } from '../environment/read-environment.ts';
import type { Finding } from './finding.ts';

export interface DoctorFacts {
  readonly reading: EnvironmentReading;
  readonly plan: OtpPlan;
  /** `null`: something about the providers is wrong, or a package is missing. */
  readonly provider: SmsSender | VerificationProvider | null;
  /** `null`: the engine refuses the policy. */
  readonly assessment: PolicyAssessment | null;
  readonly nowMs: number;
  /** Whether the app could load a package. */
  isInstalled(packageName: string): boolean;
}

/** One small judgement. Pure. */
export type Check = (facts: DoctorFacts) => readonly Finding[];
