import { STANDARD_POLICY, STRICT_POLICY } from '@countersign/otp-core';
import type { Check } from './doctor-facts.ts';
import { warning } from './finding.ts';

/** Some vendors go on with a verification that lives, sends and checks already counted: a new challenge would inherit them. */
export const checkCodeLife: Check = ({ plan }) =>
  plan.providers.flatMap((each) => {
    const { liveVerification } = each.from === 'catalog' ? each.entry : {};
    if (each.from !== 'catalog' || liveVerification === undefined) return [];
    const { lifeOption, usualSeconds } = liveVerification;
    const given = each.options[lifeOption];
    const life = typeof given === 'number' ? given : usualSeconds;
    const { preset, ttlMs } = plan.settings.policy ?? {};
    const ours = (ttlMs ?? (preset === 'strict' ? STRICT_POLICY : STANDARD_POLICY).ttlMs) / 1000;
    // No challenge lives longer than ten minutes, whatever the vendor's codes do.
    const asLong = Math.min(600, life);
    if (ours >= asLong) return [];
    const message = `Codes of ${each.entry.title} live ${life} seconds, but challenges only ${ours}. A new challenge may then get the old code, with some of its checks used.`;
    return [warning('provider-code-life', `${message} Set OTP_TTL_SECONDS=${asLong}.`)];
  });
