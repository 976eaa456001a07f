/**
 * One engine a recipe: limits are per engine, and each recipe is a tenant of its own, so that four policies do not share
 * one number's record. Store, provider and secret are the same for all.
 */
import type { Otp } from '@countersign/otp-config';
import type { OtpEngine } from '@countersign/otp-core';

export const TENANTS = {
  telnyxTwoFactor: 'telnyx-two-factor',
  twilioRedis: 'twilio-redis',
  sinchVerification: 'sinch-verification',
  nodeAuthSms: 'node-auth-sms',
} as const;

/** Of nobody: asking for its code asks the store once, and changes nothing. */
export const READINESS_TENANT = 'readiness';

export type RecipeName = keyof typeof TENANTS;

/** Variables that begin with `OTP_` and that the recipes read; `otp-config` is told that they are no misspellings. */
export const RECIPE_VARIABLES = ['OTP_EXPIRY_SECONDS', 'OTP_ANSWER_AFTER_MS'];

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** @param expiryMs how long recipe 1's codes live */
export function createRecipeEngines(
  { createEngine }: Pick<Otp, 'createEngine'>,
  expiryMs: number,
): Readonly<Record<RecipeName, OtpEngine>> {
  return {
    telnyxTwoFactor: createEngine({
      policy: {
        // No handle on this wire: whoever knows a number can use up the tries of its code. That is its price.
        binding: 'number',
        ttlMs: expiryMs,
        maxAttempts: 3,
        cooldownsMs: [],
        // The recipe's own limit; a number that is asked for all day long costs money, so there is a second one.
        sendQuotas: [
          { max: 5, durationMs: 15 * MINUTE_MS },
          { max: 20, durationMs: DAY_MS },
        ],
        knownClientReserve: 0,
      },
    }),
    twilioRedis: createEngine({ policy: { binding: 'number', codeLength: 6, ttlMs: 10 * MINUTE_MS } }),
    sinchVerification: createEngine({}),
    // Users are named by their id here, so a number that may not be sent to must not tell that there is one.
    nodeAuthSms: createEngine({ policy: { binding: 'number', ttlMs: 10 * MINUTE_MS }, decoys: 'names' }),
  };
}
