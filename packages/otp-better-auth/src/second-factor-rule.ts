/**
 * Who needs a second factor, and what follows from that. Whoever has one is not let in by a code alone: the phone would
 * be the only factor, whatever the settings say.
 */
import type { AuthContext, GenericEndpointContext } from 'better-auth';
import type { PhoneOtpUser, ResolvedPhoneOtpOptions } from './phone-otp-options.ts';
import { refusal } from './refusals.ts';

/** By a code to their number. */
export async function needsPhoneAsSecondFactor(
  { secondFactor }: ResolvedPhoneOtpOptions,
  user: PhoneOtpUser,
): Promise<boolean> {
  if (user.phoneNumber == null || user.phoneNumberVerified !== true) return false;
  switch (secondFactor) {
    case 'off':
      return false;
    case 'verified-numbers':
      return true;
    default:
      return secondFactor(user);
  }
}

/** Of better-auth's own plug-in, which then asks for it: a code never takes the place of an authenticator app. */
export function hasStockSecondFactor({ hasPlugin }: AuthContext, user: PhoneOtpUser): boolean {
  return 'twoFactorEnabled' in user && user.twoFactorEnabled === true && hasPlugin('two-factor');
}

/** @throws APIError where a code to the number is one factor of two. Told only to who has proven the number. */
export async function refuseWhereOneFactorIsTooFew(
  context: GenericEndpointContext,
  options: ResolvedPhoneOtpOptions,
  user: PhoneOtpUser,
): Promise<void> {
  if (hasStockSecondFactor(context.context, user)) throw refusal('FORBIDDEN', 'SECOND_FACTOR_REQUIRED');
  if (!(await needsPhoneAsSecondFactor(options, user))) return;
  // Without a password there is no first factor that the code could follow.
  const account = await context.context.internalAdapter.findCredentialAccount(user.id);
  if (account?.password != null) throw refusal('FORBIDDEN', 'SECOND_FACTOR_REQUIRED');
}
