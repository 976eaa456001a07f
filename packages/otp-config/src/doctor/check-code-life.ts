import { STANDARD_POLICY, STRICT_POLICY } from '@countersign/otp-core';
import type { Check } from './doctor-facts.ts';
import { warning } from './finding.ts';

/** What Twilio's service has unless its support has changed it. */
const DEFAULT_SECONDS = 600;

/** Twilio goes on with a verification that lives, sends and checks already counted: a new challenge would inherit them. */
export const checkCodeLife: Check = ({ plan }) =>
  plan.providers.flatMap((each) => {
    if (each.from !== 'catalog' || each.entry.name !== 'twilio-verify') return [];
    const { codeTtlSeconds = DEFAULT_SECONDS } = each.options as { codeTtlSeconds?: number };
    const { preset, ttlMs } = plan.settings.policy ?? {};
    const ours = (ttlMs ?? (preset === 'strict' ? STRICT_POLICY : STANDARD_POLICY).ttlMs) / 1000;
    if (ours >= Math.min(DEFAULT_SECONDS, codeTtlSeconds)) return [];
    const message = `Codes of Twilio Verify live ${codeTtlSeconds} seconds and challenges ${ours}: a code that outlives its challenge is sent again with the checks it has had.`;
    return [
      warning('provider-code-life', `${message} Set OTP_TTL_SECONDS=${Math.min(DEFAULT_SECONDS, codeTtlSeconds)}.`),
    ];
  });
