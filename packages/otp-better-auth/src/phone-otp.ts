import type { BetterAuthPlugin } from 'better-auth';
import { mergeSchema } from 'better-auth/db';
import { changePhoneNumber, requestPhoneNumberChange } from './endpoints/change-number.ts';
import { requestPasswordResetPhoneOtp, resetPasswordPhoneOtp } from './endpoints/password-reset.ts';
import { removePhoneNumber } from './endpoints/remove-number.ts';
import { resendPhoneOtp } from './endpoints/resend-code.ts';
import { askForSecondFactor, sendSecondFactorPhoneOtp, verifySecondFactorPhoneOtp } from './endpoints/second-factor.ts';
import { sendPhoneOtp, signInPhoneOtp } from './endpoints/sign-in.ts';
import { PHONE_OTP_ERROR_CODES } from './error-codes.ts';
import { type PhoneOtpOptions, resolvePhoneOtpOptions } from './phone-otp-options.ts';
import { createPhoneOtpSchema } from './phone-otp-schema.ts';
import { endTrustWithSecondFactor } from './trusted-device.ts';

/**
 * The better-auth plug-in: phone numbers that are proven by one-time passwords, with the limits of the engine.
 *
 * @throws OtpConfigurationError naming everything that is wrong with the options
 * @example
 * import { betterAuth } from 'better-auth';
 *
 * const { engine } = await createOtpFromEnv(process.env);
 * const auth = betterAuth({ database: pool, plugins: [phoneOtp({ engine })] });
 */
export function phoneOtp(options: PhoneOtpOptions) {
  const resolved = resolvePhoneOtpOptions(options);
  return {
    id: 'phone-otp',
    init: (context) => ({
      options: { databaseHooks: { user: { update: { after: endTrustWithSecondFactor(context, resolved) } } } },
    }),
    schema: mergeSchema(createPhoneOtpSchema(), options.schema),
    endpoints: {
      sendPhoneOtp: sendPhoneOtp(resolved),
      signInPhoneOtp: signInPhoneOtp(resolved),
      resendPhoneOtp: resendPhoneOtp(resolved),
      requestPhoneNumberChange: requestPhoneNumberChange(resolved),
      changePhoneNumber: changePhoneNumber(resolved),
      removePhoneNumber: removePhoneNumber(resolved),
      sendSecondFactorPhoneOtp: sendSecondFactorPhoneOtp(resolved),
      verifySecondFactorPhoneOtp: verifySecondFactorPhoneOtp(resolved),
      requestPasswordResetPhoneOtp: requestPasswordResetPhoneOtp(resolved),
      resetPasswordPhoneOtp: resetPasswordPhoneOtp(resolved),
    },
    hooks: { after: [askForSecondFactor(resolved)] },
    // Beside the engine's limits, by better-auth's own counters: what one address may ask for at all.
    rateLimit: [
      {
        pathMatcher: (path: string) => path.startsWith('/phone-otp/') || path === '/sign-in/phone-otp',
        window: 60,
        max: 10,
      },
    ],
    options,
    $ERROR_CODES: PHONE_OTP_ERROR_CODES,
  } satisfies BetterAuthPlugin;
}
