import type { Awaitable } from '../awaitable.ts';

/** Where the client's address comes from. Never left to chance: a header that anybody can set is no limit at all. */
export type ClientAddressReader<From extends readonly unknown[]> = (
  ...from: From
) => Awaitable<string | null | undefined>;

/** A reader, or `'none'` to go without limits by address on purpose. */
export type ClientAddress<From extends readonly unknown[]> = ClientAddressReader<From> | 'none';

/**
 * Stands for clients whose address nobody could read. The engine counts all that is no address as one client,
 * so that hiding one's address is no way around the limits.
 */
export const UNKNOWN_ADDRESS = 'unknown';

export const CLIENT_ADDRESS_CHOICES =
  'fromSocket(), fromForwardedFor({ trustedProxies: 1 }), fromHeader(name), fromHonoConnInfo(getConnInfo), fromDeno(), fromBun(), a function of yours, ' +
  "or 'none' for no limits by address";

/** The address, or the name that all share who have none. */
export function addressOrUnknown(read: unknown): string {
  return typeof read === 'string' && read.trim() !== '' ? read : UNKNOWN_ADDRESS;
}
