/** A code to a number, and a session for whoever types it: for an account that has the number, or one made for it. */
import type { PhoneNumber } from '@countersign/otp-core/spec';
import type { GenericEndpointContext } from 'better-auth';
import { createAuthEndpoint, formCsrfMiddleware } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { parseUserInput, parseUserOutput } from 'better-auth/db';
import { z } from 'zod';
import { rememberDevice } from '../device-cookie.ts';
import { redeemCode, sendCode } from '../engine-calls.ts';
import { createOwner, findAccount, findOwner } from '../number-owner.ts';
import type { PhoneOtpUser, ResolvedPhoneOtpOptions } from '../phone-otp-options.ts';
import { refusal } from '../refusals.ts';
import { refuseWhereOneFactorIsTooFew } from '../second-factor-rule.ts';
import { readTypedNumber } from '../typed-number.ts';
import { describeEndpoint, typedCode, typedPhoneNumber, wantedLocale } from './describe-endpoint.ts';

/** POST `/phone-otp/send-code`: `auth.api.sendPhoneOtp`, `authClient.phoneOtp.sendCode`. */
export function sendPhoneOtp(options: ResolvedPhoneOtpOptions) {
  return createAuthEndpoint(
    '/phone-otp/send-code',
    {
      method: 'POST',
      body: z.object({ phoneNumber: typedPhoneNumber, locale: wantedLocale }),
      use: [formCsrfMiddleware],
      metadata: describeEndpoint('sendPhoneOtp', 'Sends a code to sign in with, or to sign up with.'),
    },
    async (context) => {
      const phoneNumber = readTypedNumber(options, context.body.phoneNumber);
      const { owner, known } = await findAccount(context, phoneNumber);
      const isServed = owner !== undefined || options.signUpOnVerification !== undefined;
      const to = isServed ? phoneNumber : { decoy: phoneNumber };
      const sent = await sendCode(context, options, { flow: 'sign-in', to, locale: context.body.locale, known });
      return context.json(sent);
    },
  );
}

/** POST `/sign-in/phone-otp`: `auth.api.signInPhoneOtp`, `authClient.signIn.phoneOtp`. */
export function signInPhoneOtp(options: ResolvedPhoneOtpOptions) {
  return createAuthEndpoint(
    '/sign-in/phone-otp',
    {
      method: 'POST',
      body: z
        .object({ code: typedCode, rememberMe: z.boolean().optional() })
        .and(z.record(z.string(), z.unknown()))
        .meta({ description: 'The code, and for a new account the additional fields of your users.' }),
      use: [formCsrfMiddleware],
      metadata: describeEndpoint('signInPhoneOtp', 'Signs in, or signs up, with the code that was sent.'),
    },
    async (context) => {
      const { code, rememberMe, ...fields } = context.body;
      // Before the code is spent: a field that nobody may set needs no new code to be left out.
      parseUserInput(context.context.options, fields, 'update');
      const phoneNumber = await redeemCode(context, options, { flow: 'sign-in', code });
      const { user, isNewUser } = await ownerOrNew(context, options, phoneNumber, fields);
      await refuseWhereOneFactorIsTooFew(context, options, user);
      const isForgotten = rememberMe === false;
      const session = await context.context.internalAdapter.createSession(user.id, isForgotten);
      await setSessionCookie(context, { session, user }, isForgotten);
      await rememberDevice(context, user.id);
      return context.json({ token: session.token, isNewUser, user: parseUserOutput(context.context.options, user) });
    },
  );
}

async function ownerOrNew(
  context: GenericEndpointContext,
  { signUpOnVerification }: ResolvedPhoneOtpOptions,
  phoneNumber: PhoneNumber,
  fields: Record<string, unknown>,
): Promise<{ readonly user: PhoneOtpUser; readonly isNewUser: boolean }> {
  const owner = await findOwner(context, phoneNumber);
  if (owner !== undefined) return { user: owner, isNewUser: false };
  if (signUpOnVerification === undefined) throw refusal('FORBIDDEN', 'PHONE_NUMBER_NOT_REGISTERED');
  const parsed = parseUserInput(context.context.options, fields, 'create');
  return createOwner(context, phoneNumber, signUpOnVerification, parsed);
}
