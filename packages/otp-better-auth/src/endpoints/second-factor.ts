/** A code to the verified number after a right password: until it is typed there is no session. */
import type { GenericEndpointContext } from 'better-auth';
import { createAuthEndpoint, createAuthMiddleware, formCsrfMiddleware } from 'better-auth/api';
import { deleteSessionCookie, expireCookie, setSessionCookie } from 'better-auth/cookies';
import { generateRandomString } from 'better-auth/crypto';
import { parseUserOutput } from 'better-auth/db';
import { z } from 'zod';
import { rememberDevice } from '../device-cookie.ts';
import { redeemCode, sendCode } from '../engine-calls.ts';
import type { PhoneOtpUser, ResolvedPhoneOtpOptions } from '../phone-otp-options.ts';
import { refusal } from '../refusals.ts';
import { hasStockSecondFactor, needsPhoneAsSecondFactor } from '../second-factor-rule.ts';
import { redeemTrust, trustDevice } from '../trusted-device.ts';
import { describeEndpoint, typedCode, wantedLocale } from './describe-endpoint.ts';

/** Where better-auth's own plug-ins check passwords. */
const PASSWORD_SIGN_INS = ['/sign-in/email', '/sign-in/username', '/sign-in/phone-number'];
const COOKIE = 'phone_otp_pending';
const MAX_AGE_SECONDS = 600;

/** A password was right. Kept in better-auth's table of verifications, so that it counts once and on one server of many. */
interface PendingSignIn {
  readonly identifier: string;
  readonly user: PhoneOtpUser;
}

/** Takes the session back that a right password has just opened, and answers as better-auth's own two-factor plug-in does. */
export function askForSecondFactor(options: ResolvedPhoneOtpOptions) {
  return {
    matcher: ({ path }: { readonly path?: string | undefined }) => PASSWORD_SIGN_INS.some((each) => each === path),
    handler: createAuthMiddleware(async (context) => {
      const opened = context.context.newSession;
      if (opened === null || hasStockSecondFactor(context.context, opened.user)) return undefined;
      if (!(await isCodeNeeded(context, options, opened))) return undefined;
      await takeBack(context, opened);
      await keepPending(context, opened.user.id);
      return context.json({ twoFactorRedirect: true, twoFactorMethods: ['phone-otp'] });
    }),
  };
}

type OpenedSession = NonNullable<GenericEndpointContext['context']['newSession']>;

/** Where nobody can tell, the session goes: an error of this hook is answered with the cookies that the sign-in has set. */
async function isCodeNeeded(
  context: GenericEndpointContext,
  options: ResolvedPhoneOtpOptions,
  opened: OpenedSession,
): Promise<boolean> {
  try {
    if (!(await needsPhoneAsSecondFactor(options, opened.user))) return false;
    return !(await redeemTrust(context, options, opened.user));
  } catch (error) {
    await takeBack(context, opened);
    throw error;
  }
}

/** The cookies first: they open nothing any more, whatever becomes of the rest. */
async function takeBack(context: GenericEndpointContext, opened: OpenedSession): Promise<void> {
  deleteSessionCookie(context, true);
  await context.context.internalAdapter.deleteSession(opened.session.token);
  context.context.setNewSession(null);
}

/** POST `/phone-otp/send-second-factor`: `auth.api.sendSecondFactorPhoneOtp`, `authClient.phoneOtp.sendSecondFactor`. */
export function sendSecondFactorPhoneOtp(options: ResolvedPhoneOtpOptions) {
  return createAuthEndpoint(
    '/phone-otp/send-second-factor',
    {
      method: 'POST',
      body: z.object({ locale: wantedLocale }).optional(),
      use: [formCsrfMiddleware],
      metadata: describeEndpoint('sendSecondFactorPhoneOtp', 'Sends a code to the number of who typed their password.'),
    },
    async (context) => {
      const { user } = await readPending(context);
      const to = user.phoneNumber ?? '';
      const locale = context.body?.locale;
      return context.json(await sendCode(context, options, { flow: 'second-factor', to, locale, known: true }));
    },
  );
}

/** POST `/phone-otp/verify-second-factor`: `auth.api.verifySecondFactorPhoneOtp`, `authClient.phoneOtp.verifySecondFactor`. */
export function verifySecondFactorPhoneOtp(options: ResolvedPhoneOtpOptions) {
  return createAuthEndpoint(
    '/phone-otp/verify-second-factor',
    {
      method: 'POST',
      body: z.object({
        code: typedCode,
        trustDevice: z.boolean().optional().meta({ description: 'Whether this device is spared the code from now on' }),
      }),
      use: [formCsrfMiddleware],
      metadata: describeEndpoint('verifySecondFactorPhoneOtp', 'Opens the session, by the code that was sent.'),
    },
    async (context) => {
      const isTrustWanted = context.body.trustDevice === true;
      const { trustDeviceDays } = options;
      // Before the code is spent.
      if (isTrustWanted && trustDeviceDays === undefined) throw refusal('BAD_REQUEST', 'TRUST_NOT_OFFERED');
      const { identifier, user } = await readPending(context);
      const phoneNumber = await redeemCode(context, options, { flow: 'second-factor', code: context.body.code });
      // A code for another account's sign-in in this browser, or for the number that this one had before.
      if (phoneNumber !== user.phoneNumber) throw refusal('GONE', 'CHALLENGE_NOT_ACTIVE');
      const { authCookies, internalAdapter, secret, options: authOptions } = context.context;
      const consumed = await internalAdapter.consumeVerificationValue(identifier);
      expireCookie(context, context.context.createAuthCookie(COOKIE));
      if (consumed?.value !== user.id) throw refusal('UNAUTHORIZED', 'SIGN_IN_NOT_PENDING');
      const isForgotten = Boolean(await context.getSignedCookie(authCookies.dontRememberToken.name, secret));
      const session = await internalAdapter.createSession(user.id, isForgotten);
      await setSessionCookie(context, { session, user }, isForgotten);
      await rememberDevice(context, user.id);
      if (isTrustWanted && trustDeviceDays !== undefined) await trustDevice(context, trustDeviceDays, user);
      return context.json({ token: session.token, user: parseUserOutput(authOptions, user) });
    },
  );
}

async function keepPending(context: GenericEndpointContext, userId: string): Promise<void> {
  const { internalAdapter, secret, createAuthCookie } = context.context;
  const identifier = `phone-otp-pending-${generateRandomString(32)}`;
  const expiresAt = new Date(Date.now() + MAX_AGE_SECONDS * 1_000);
  await internalAdapter.createVerificationValue({ identifier, value: userId, expiresAt });
  const { name, attributes } = createAuthCookie(COOKIE, { maxAge: MAX_AGE_SECONDS });
  await context.setSignedCookie(name, identifier, secret, attributes);
}

async function readPending(context: GenericEndpointContext): Promise<PendingSignIn> {
  const { internalAdapter, secret, createAuthCookie } = context.context;
  const identifier = await context.getSignedCookie(createAuthCookie(COOKIE).name, secret);
  // Signatures do not tell cookies apart: another one of this app must not name a verification of another kind.
  if (typeof identifier !== 'string' || !identifier.startsWith('phone-otp-pending-')) {
    throw refusal('UNAUTHORIZED', 'SIGN_IN_NOT_PENDING');
  }
  const pending = await internalAdapter.findVerificationValue(identifier);
  const isLive = pending !== null && pending.expiresAt.getTime() > Date.now();
  const user: PhoneOtpUser | null = isLive ? await internalAdapter.findUserById(pending.value) : null;
  if (user?.phoneNumber == null || user.phoneNumberVerified !== true)
    throw refusal('UNAUTHORIZED', 'SIGN_IN_NOT_PENDING');
  return { identifier, user };
}
