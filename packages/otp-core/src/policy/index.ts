/** What a deployment may set, and what makes no sense. */
export { type CodeOrigin, numberBudgetOf } from './number-budget.ts';
export {
  type OtpPolicy,
  type OtpPolicyOptions,
  type OtpPolicyPreset,
  type PurposePolicy,
  type RateLimitPolicy,
  STANDARD_POLICY,
  STRICT_POLICY,
  type StepUpPolicy,
} from './otp-policy.ts';
export { type ResolvedPolicy, resolvePolicy } from './resolve-policy.ts';
export { DEFAULT_PURPOSE, DEFAULT_TENANT, isScopeName } from './scope-name.ts';
