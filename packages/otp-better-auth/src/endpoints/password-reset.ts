/** A new password for whoever proves the verified number of an account. */
import type { GenericEndpointContext } from 'better-auth';
import { BASE_ERROR_CODES } from 'better-auth';
import { APIError, createAuthEndpoint, formCsrfMiddleware } from 'better-auth/api';
import { z } from 'zod';
import { redeemCode, sendCode } from '../engine-calls.ts';
import { findAccount, findOwner } from '../number-owner.ts';
import type { ResolvedPhoneOtpOptions } from '../phone-otp-options.ts';
import { refusal } from '../refusals.ts';
import { refuseWhereOneFactorIsTooFew } from '../second-factor-rule.ts';
import { readTypedNumber } from '../typed-number.ts';
import { describeEndpoint, typedCode, typedPhoneNumber, wantedLocale } from './describe-endpoint.ts';

/** POST `/phone-otp/request-password-reset`: `auth.api.requestPasswordResetPhoneOtp`, `authClient.phoneOtp.requestPasswordReset`. */
export function requestPasswordResetPhoneOtp(options: ResolvedPhoneOtpOptions) {
  return createAuthEndpoint(
    '/phone-otp/request-password-reset',
    {
      method: 'POST',
      body: z.object({ phoneNumber: typedPhoneNumber, locale: wantedLocale }),
      use: [formCsrfMiddleware],
      metadata: describeEndpoint('requestPasswordResetPhoneOtp', 'Sends a code to reset a password with.'),
    },
    async (context) => {
      refuseWithoutPasswords(context);
      const phoneNumber = readTypedNumber(options, context.body.phoneNumber);
      const { owner, known } = await findAccount(context, phoneNumber);
      const to = owner === undefined ? { decoy: phoneNumber } : phoneNumber;
      const sent = await sendCode(context, options, { flow: 'password-reset', to, locale: context.body.locale, known });
      return context.json(sent);
    },
  );
}

/** POST `/phone-otp/reset-password`: `auth.api.resetPasswordPhoneOtp`, `authClient.phoneOtp.resetPassword`. */
export function resetPasswordPhoneOtp(options: ResolvedPhoneOtpOptions) {
  return createAuthEndpoint(
    '/phone-otp/reset-password',
    {
      method: 'POST',
      body: z.object({ code: typedCode, newPassword: z.string().meta({ description: 'The new password' }) }),
      use: [formCsrfMiddleware],
      metadata: describeEndpoint('resetPasswordPhoneOtp', 'Sets a new password, by the code that was sent.'),
    },
    async (context) => {
      refuseWithoutPasswords(context);
      const { code, newPassword } = context.body;
      const { internalAdapter, password, options: authOptions } = context.context;
      // Before the code is spent: a password of a wrong length needs no new code.
      assertLength(context, newPassword);
      const phoneNumber = await redeemCode(context, options, { flow: 'password-reset', code });
      const user = await findOwner(context, phoneNumber);
      if (user === undefined) throw refusal('FORBIDDEN', 'PHONE_NUMBER_NOT_REGISTERED');
      await refuseWhereOneFactorIsTooFew(context, options, user);
      const hash = await password.hash(newPassword);
      if ((await internalAdapter.findCredentialAccount(user.id)) === null) {
        const account = { userId: user.id, accountId: user.id, providerId: 'credential', password: hash };
        await internalAdapter.createAccount(account);
      } else await internalAdapter.updatePassword(user.id, hash);
      await authOptions.emailAndPassword?.onPasswordReset?.({ user }, context.request);
      if (authOptions.emailAndPassword?.revokeSessionsOnPasswordReset === true) {
        await internalAdapter.deleteUserSessions(user.id);
      }
      return context.json({ status: true as const });
    },
  );
}

function refuseWithoutPasswords(context: GenericEndpointContext): void {
  if (context.context.options.emailAndPassword?.enabled !== true) throw refusal('BAD_REQUEST', 'PASSWORDS_NOT_ENABLED');
}

function assertLength(context: GenericEndpointContext, newPassword: string): void {
  const { minPasswordLength, maxPasswordLength } = context.context.password.config;
  if (newPassword.length < minPasswordLength) throw APIError.from('BAD_REQUEST', BASE_ERROR_CODES.PASSWORD_TOO_SHORT);
  if (newPassword.length > maxPasswordLength) throw APIError.from('BAD_REQUEST', BASE_ERROR_CODES.PASSWORD_TOO_LONG);
}
