/** A signed-in person links a number, or changes the one they have, by a code to the new one. */
import { createAuthEndpoint, freshSessionMiddleware, sensitiveSessionMiddleware } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { parseUserOutput } from 'better-auth/db';
import { z } from 'zod';
import { rememberDevice } from '../device-cookie.ts';
import { redeemCode, sendCode } from '../engine-calls.ts';
import { giveNumber } from '../number-owner.ts';
import type { PhoneOtpUser, ResolvedPhoneOtpOptions } from '../phone-otp-options.ts';
import { refusal } from '../refusals.ts';
import { readTypedNumber } from '../typed-number.ts';
import { describeEndpoint, typedCode, typedPhoneNumber, wantedLocale } from './describe-endpoint.ts';

/** A number opens the account: a session that was revoked, or is older than better-auth's `freshAge`, must not set one. */
export const RECENT_SESSION = [sensitiveSessionMiddleware, freshSessionMiddleware];

/** POST `/phone-otp/request-number-change`: `auth.api.requestPhoneNumberChange`, `authClient.phoneOtp.requestNumberChange`. */
export function requestPhoneNumberChange(options: ResolvedPhoneOtpOptions) {
  return createAuthEndpoint(
    '/phone-otp/request-number-change',
    {
      method: 'POST',
      body: z.object({ phoneNumber: typedPhoneNumber, locale: wantedLocale }),
      use: RECENT_SESSION,
      metadata: describeEndpoint('requestPhoneNumberChange', 'Sends a code to the number that the account is to have.'),
    },
    async (context) => {
      // Whether another account has it is told to whoever proves it, and to nobody who only asks.
      const to = readTypedNumber(options, context.body.phoneNumber);
      const userId = context.context.session.user.id;
      // Signed in, but not known as the owner of this number.
      const request = { flow: 'change-number', to, userId, locale: context.body.locale, known: false } as const;
      return context.json(await sendCode(context, options, request));
    },
  );
}

/** POST `/phone-otp/change-number`: `auth.api.changePhoneNumber`, `authClient.phoneOtp.changeNumber`. */
export function changePhoneNumber(options: ResolvedPhoneOtpOptions) {
  return createAuthEndpoint(
    '/phone-otp/change-number',
    {
      method: 'POST',
      body: z.object({ code: typedCode }),
      use: RECENT_SESSION,
      metadata: describeEndpoint('changePhoneNumber', 'Gives the account the number that the code proves.'),
    },
    async (context) => {
      const { session, user: before } = context.context.session;
      const { phoneNumber: previousPhoneNumber = null }: PhoneOtpUser = before;
      const { code } = context.body;
      const phoneNumber = await redeemCode(context, options, { flow: 'change-number', code, userId: before.id });
      const user = await giveNumber(context, before.id, phoneNumber);
      if (user === undefined) throw refusal('CONFLICT', 'PHONE_NUMBER_TAKEN');
      await setSessionCookie(context, { session, user });
      await rememberDevice(context, user.id);
      await options.onNumberChanged?.({ user, phoneNumber, previousPhoneNumber }, context);
      return context.json({ status: true as const, user: parseUserOutput(context.context.options, user) });
    },
  );
}
