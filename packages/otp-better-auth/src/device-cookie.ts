/**
 * Remembers on a device whose number was proven there. Strangers can use up what a number may be sent; a quarter of every
 * limit is kept for devices that are known, so its owner still gets a code.
 */
import type { GenericEndpointContext } from 'better-auth';

const COOKIE = 'phone_otp_device';
/** Half a year. */
const MAX_AGE_SECONDS = 15_552_000;

export async function rememberDevice(context: GenericEndpointContext, userId: string): Promise<void> {
  const { name, attributes } = context.context.createAuthCookie(COOKIE, { maxAge: MAX_AGE_SECONDS });
  await context.setSignedCookie(name, userId, context.context.secret, attributes);
}

export async function isDeviceOf(context: GenericEndpointContext, userId: string): Promise<boolean> {
  const { name } = context.context.createAuthCookie(COOKIE);
  return (await context.getSignedCookie(name, context.context.secret)) === userId;
}
