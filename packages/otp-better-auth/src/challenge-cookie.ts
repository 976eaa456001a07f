/**
 * Keeps the engine's handle with the browser that asked for the code, in a cookie that better-auth signs. One a flow, so that
 * a code for a new number does not end a sign-in.
 */
import type { GenericEndpointContext } from 'better-auth';
import { expireCookie } from 'better-auth/cookies';
import type { PhoneOtpFlow } from './flow.ts';

/** A handle, and for whom it was made where that matters. */
export interface KeptChallenge {
  readonly challenge: string;
  /** `''`: nobody in particular. */
  readonly userId: string;
  /** Whether the client that asked was known, for the limits of what follows. */
  readonly known: boolean;
}

/** Handles never hold it; ids may, so the id comes last. */
const SEPARATOR = '!';
const KNOWN = 'known';

export async function keepChallenge(
  context: GenericEndpointContext,
  flow: PhoneOtpFlow,
  { challenge, userId, known }: KeptChallenge,
  expiresAt: Date,
): Promise<void> {
  // At least a second: a cookie of age 0 would be deleted, and the engine says best what has expired.
  const maxAge = Math.max(1, Math.ceil((expiresAt.getTime() - Date.now()) / 1_000));
  const { name, attributes } = context.context.createAuthCookie(cookieNameOf(flow), { maxAge });
  const value = [challenge, known ? KNOWN : '', userId].join(SEPARATOR);
  await context.setSignedCookie(name, value, context.context.secret, attributes);
}

export async function readChallenge(
  context: GenericEndpointContext,
  flow: PhoneOtpFlow,
): Promise<KeptChallenge | undefined> {
  const { name } = context.context.createAuthCookie(cookieNameOf(flow));
  const value = await context.getSignedCookie(name, context.context.secret);
  if (typeof value !== 'string') return undefined;
  const [challenge, known, ...userId] = value.split(SEPARATOR);
  if (challenge === undefined || userId.length === 0) return undefined;
  return { challenge, known: known === KNOWN, userId: userId.join(SEPARATOR) };
}

export function dropChallenge(context: GenericEndpointContext, flow: PhoneOtpFlow): void {
  expireCookie(context, context.context.createAuthCookie(cookieNameOf(flow)));
}

function cookieNameOf(flow: PhoneOtpFlow): string {
  return `phone_otp_${flow.replaceAll('-', '_')}`;
}
