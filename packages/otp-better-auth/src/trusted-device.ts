/**
 * A device on which somebody asked not to be asked again: for some days their password is enough there. The mark binds it to
 * the number and the password of that day, so either of them being changed ends the trust of every device.
 */
import type { GenericEndpointContext } from 'better-auth';
import { constantTimeEqual, generateRandomString, makeSignature } from 'better-auth/crypto';
import type { PhoneOtpUser, ResolvedPhoneOtpOptions } from './phone-otp-options.ts';

const COOKIE = 'phone_otp_trusted';
const PREFIX = 'phone-otp-trusted-';
const DAY_SECONDS = 86_400;

export async function trustDevice(context: GenericEndpointContext, days: number, user: PhoneOtpUser): Promise<void> {
  const { internalAdapter, secret, createAuthCookie } = context.context;
  const maxAge = days * DAY_SECONDS;
  // Kept on the server, too: a cookie that was copied is good for no longer than it was given for.
  const identifier = `${PREFIX}${generateRandomString(32)}`;
  const expiresAt = new Date(Date.now() + maxAge * 1_000);
  await internalAdapter.createVerificationValue({ identifier, value: await markOf(context, user), expiresAt });
  const { name, attributes } = createAuthCookie(COOKIE, { maxAge });
  await context.setSignedCookie(name, identifier, secret, attributes);
}

export async function isDeviceTrusted(
  context: GenericEndpointContext,
  { trustDeviceDays }: ResolvedPhoneOtpOptions,
  user: PhoneOtpUser,
): Promise<boolean> {
  if (trustDeviceDays === undefined) return false;
  const { internalAdapter, secret, createAuthCookie } = context.context;
  const identifier = await context.getSignedCookie(createAuthCookie(COOKIE).name, secret);
  if (typeof identifier !== 'string' || !identifier.startsWith(PREFIX)) return false;
  const trusted = await internalAdapter.findVerificationValue(identifier);
  if (trusted === null || new Date(trusted.expiresAt).getTime() <= Date.now()) return false;
  return constantTimeEqual(trusted.value, await markOf(context, user));
}

async function markOf({ context }: GenericEndpointContext, user: PhoneOtpUser): Promise<string> {
  const account = await context.internalAdapter.findCredentialAccount(user.id);
  const parts = ['trusted-device', user.id, user.phoneNumber ?? null, account?.password ?? null];
  return makeSignature(JSON.stringify(parts), context.secret);
}
