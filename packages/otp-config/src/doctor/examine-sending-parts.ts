/** The doctor's judgement of what `createSendingPartsFromEnv` would make. Makes no request and opens nothing. */
import { makePhone } from '../compose/make-parts.ts';
import { makeProviders } from '../compose/make-providers.ts';
import { planSendingParts } from '../compose/plan-sending-parts.ts';
import type { Environment } from '../settings/otp-settings.ts';
import { checkEndpoints } from './check-endpoints.ts';
import { checkPackages } from './check-packages.ts';
import { checkSettings, checkUnknown } from './check-settings.ts';
import { checkStore } from './check-store.ts';
import type { Check } from './doctor-facts.ts';
import type { Finding } from './finding.ts';

/** What `examineSendingParts` looks at. */
export interface ExamineSendingPartsOptions {
  readonly environment: Environment;
  readonly nowMs: number;
  /** Whether the app could load a package. */
  isInstalled(packageName: string): boolean;
}

const CHECKS: readonly Check[] = [checkSettings, checkUnknown, checkPackages, checkStore, checkEndpoints];

/**
 * Says what is missing, badly written or weak about a sender and a store, as `otp-config check` does for an engine.
 *
 * @example
 * const findings = await examineSendingParts({ environment: process.env, nowMs: Date.now(), isInstalled: () => true });
 */
export async function examineSendingParts({
  environment,
  ...options
}: ExamineSendingPartsOptions): Promise<readonly Finding[]> {
  const { reading, plan, source, problems } = planSendingParts(environment, {});
  // The adapters know their options best, and asking them costs no request.
  const made = await makeProviders(plan, source, problems);
  await makePhone(plan.settings, source, problems);
  const facts = { reading, plan, provider: made?.provider ?? null, assessment: null, ...options };
  return CHECKS.flatMap((check) => check(facts));
}
