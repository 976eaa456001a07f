/** What a policy is worth, by formula. An entry of its own: the engine does not need it. */
export type { CodeOrigin } from '../policy/index.ts';
export {
  type AssessPolicyOptions,
  assessPolicy,
  type FleetAssessment,
  type FleetRisk,
  type PolicyAssessment,
  type StrangersAssessment,
} from './assess-policy.ts';
export type { GuessesByLength, GuessingRisk } from './guessing.ts';
export type { SpendingAssessment } from './spending.ts';
export type { PolicyWarning } from './warnings.ts';
