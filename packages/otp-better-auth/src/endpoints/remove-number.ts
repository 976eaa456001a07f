/** A signed-in person takes their number off their account: with their password where they have one, as a number may be a second factor. */
import type { GenericEndpointContext } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { parseUserOutput } from 'better-auth/db';
import { z } from 'zod';
import type { PhoneOtpUser, ResolvedPhoneOtpOptions } from '../phone-otp-options.ts';
import { refusal } from '../refusals.ts';
import { RECENT_SESSION } from './change-number.ts';
import { describeEndpoint } from './describe-endpoint.ts';

/** POST `/phone-otp/remove-number`: `auth.api.removePhoneNumber`, `authClient.phoneOtp.removeNumber`. */
export function removePhoneNumber(options: ResolvedPhoneOtpOptions) {
  return createAuthEndpoint(
    '/phone-otp/remove-number',
    {
      method: 'POST',
      body: z
        .object({ password: z.string().optional().meta({ description: 'The password, where the account has one' }) })
        .optional(),
      use: RECENT_SESSION,
      metadata: describeEndpoint('removePhoneNumber', 'Takes the number off the account.'),
    },
    async (context) => {
      const { session, user: before } = context.context.session;
      const { phoneNumber: previousPhoneNumber = null }: PhoneOtpUser = before;
      if (previousPhoneNumber === null) throw refusal('BAD_REQUEST', 'NO_PHONE_NUMBER');
      await confirm(context, before);
      const gone = { phoneNumber: null, phoneNumberVerified: false };
      const user: PhoneOtpUser = await context.context.internalAdapter.updateUser(before.id, gone);
      await setSessionCookie(context, { session, user });
      await options.onNumberChanged?.({ user, phoneNumber: null, previousPhoneNumber }, context);
      return context.json({ status: true as const, user: parseUserOutput(context.context.options, user) });
    },
  );
}

/** @throws APIError without the right password, and where nobody could sign in to the account any more */
async function confirm(context: GenericEndpointContext, user: PhoneOtpUser): Promise<void> {
  const accounts = await context.context.internalAdapter.findAccounts(user.id);
  if (accounts.some(({ providerId, password }) => providerId === 'credential' && password != null)) {
    // It reads the password of a body, and a server that calls this may give none.
    await context.context.password.checkPassword(user.id, { ...context, body: context.body ?? {} });
    return;
  }
  const hasOtherAccount = accounts.some(({ providerId }) => providerId !== 'credential');
  // A verified address is one to sign in by, where the app sends links or codes to it.
  if (!hasOtherAccount && !user.emailVerified) throw refusal('CONFLICT', 'LAST_SIGN_IN_METHOD');
}
