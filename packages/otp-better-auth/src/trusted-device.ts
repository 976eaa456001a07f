/**
 * A device on which somebody asked not to be asked again: for some days their password is enough there. Each device has a
 * record of its own, which binds it to the number and the password of that day, and to a word that all devices of the user
 * share. That word is forgotten as soon as the phone is no second factor of theirs any more, or another one: the same number
 * given back later brings no trust back.
 */
import type { AuthContext, GenericEndpointContext } from 'better-auth';
import { expireCookie } from 'better-auth/cookies';
import { constantTimeEqual, generateRandomString, makeSignature } from 'better-auth/crypto';
import type { PhoneOtpUser, ResolvedPhoneOtpOptions } from './phone-otp-options.ts';
import { hasStockSecondFactor, needsPhoneAsSecondFactor } from './second-factor-rule.ts';

const COOKIE = 'phone_otp_trusted';
const PREFIX = 'phone-otp-trusted-';
const DAY_MS = 86_400_000;

type InternalAdapter = AuthContext['internalAdapter'];

export async function trustDevice(context: GenericEndpointContext, days: number, user: PhoneOtpUser): Promise<void> {
  const expiresAt = new Date(Date.now() + days * DAY_MS);
  await keepTrust(context, {
    user,
    word: await keepSharedWord(context.context, user, expiresAt),
    expiresAt,
  });
}

/** Whether the device shows a trust. It then gets another cookie in its place, as a copied one must not go on beside it. */
export async function redeemTrust(
  context: GenericEndpointContext,
  { trustDeviceDays }: ResolvedPhoneOtpOptions,
  user: PhoneOtpUser,
): Promise<boolean> {
  if (trustDeviceDays === undefined) return false;
  const { internalAdapter, secret, createAuthCookie } = context.context;
  const cookie = createAuthCookie(COOKIE);
  const identifier = await context.getSignedCookie(cookie.name, secret);
  if (typeof identifier !== 'string') return false;
  const [device, shared] = identifier.startsWith(PREFIX)
    ? [await findLive(internalAdapter, identifier), await findLive(internalAdapter, nameOfSharedWord(user))]
    : [null, null];
  const isRight =
    device !== null &&
    shared !== null &&
    constantTimeEqual(device.value, await markOf(context, user, shared.value)) &&
    (await internalAdapter.consumeVerificationValue(identifier)) !== null;
  // Not longer than it was given for, however often it is used.
  if (isRight) await keepTrust(context, { user, word: shared.value, expiresAt: device.expiresAt });
  else expireCookie(context, cookie);
  return isRight;
}

/** Whoever changes a user: an endpoint of ours, another plug-in, or the app by better-auth's own functions. */
export function endTrustWithSecondFactor(context: AuthContext, options: ResolvedPhoneOtpOptions) {
  return async (user: PhoneOtpUser | null): Promise<void> => {
    if (user === null || options.trustDeviceDays === undefined) return;
    const { internalAdapter } = context;
    const shared = await findLive(internalAdapter, nameOfSharedWord(user));
    if (shared === null) return;
    const isSame =
      (await isOfNumber(context, shared.value, user)) &&
      !hasStockSecondFactor(context, user) &&
      (await needsPhoneAsSecondFactor(options, user));
    if (!isSame) await internalAdapter.deleteVerificationByIdentifier(nameOfSharedWord(user));
  };
}

interface Trust {
  readonly user: PhoneOtpUser;
  readonly word: string;
  readonly expiresAt: Date;
}

async function keepTrust(context: GenericEndpointContext, { user, word, expiresAt }: Trust): Promise<void> {
  const { internalAdapter, secret, createAuthCookie } = context.context;
  // Kept on the server, too: a cookie that was copied is good for no longer than it was given for.
  const identifier = `${PREFIX}${generateRandomString(32)}`;
  await internalAdapter.createVerificationValue({ identifier, value: await markOf(context, user, word), expiresAt });
  const maxAge = Math.ceil((expiresAt.getTime() - Date.now()) / 1_000);
  const { name, attributes } = createAuthCookie(COOKIE, { maxAge });
  await context.setSignedCookie(name, identifier, secret, attributes);
}

/** It lives as long as the youngest trust. */
async function keepSharedWord(context: AuthContext, user: PhoneOtpUser, expiresAt: Date): Promise<string> {
  const { internalAdapter } = context;
  const identifier = nameOfSharedWord(user);
  const held = await findLive(internalAdapter, identifier);
  if (held !== null && (await isOfNumber(context, held.value, user))) {
    await internalAdapter.updateVerificationByIdentifier(identifier, { expiresAt });
    return held.value;
  }
  const value = `${generateRandomString(32)} ${await markOfNumber(context, user)}`;
  await internalAdapter.createVerificationValue({ identifier, value, expiresAt });
  return value;
}

function nameOfSharedWord({ id }: PhoneOtpUser): string {
  return `phone-otp-trust-of-${id}`;
}

async function isOfNumber(context: AuthContext, word: string, user: PhoneOtpUser): Promise<boolean> {
  return word.endsWith(` ${await markOfNumber(context, user)}`);
}

/** Numbers do not stand in the table of verifications. */
function markOfNumber({ secret }: AuthContext, { id, phoneNumber = null }: PhoneOtpUser): Promise<string> {
  return makeSignature(JSON.stringify(['trusted-number', id, phoneNumber]), secret);
}

async function findLive(
  adapter: InternalAdapter,
  identifier: string,
): Promise<{ readonly value: string; readonly expiresAt: Date } | null> {
  const found = await adapter.findVerificationValue(identifier);
  if (found === null) return null;
  // A store beside the database may give back what JSON makes of it.
  const expiresAt = new Date(found.expiresAt);
  return expiresAt.getTime() > Date.now() ? { value: found.value, expiresAt } : null;
}

async function markOf({ context }: GenericEndpointContext, user: PhoneOtpUser, word: string): Promise<string> {
  const account = await context.internalAdapter.findCredentialAccount(user.id);
  const parts = ['trusted-device', user.id, user.phoneNumber ?? null, account?.password ?? null, word];
  return makeSignature(JSON.stringify(parts), context.secret);
}
