/** Where an address leads: whether others on the way can read along, and whether it leaves this machine at all. Pure. */

export type AddressFlaw = 'loopback' | 'plain-http';

/** `null`: https to another machine, or no address at all, which is for others to say. */
export function judgeAddress(value: unknown): AddressFlaw | null {
  if (typeof value !== 'string' || !/^https?:/i.test(value) || !URL.canParse(value)) return null;
  const { protocol, hostname } = new URL(value);
  if (isLoopback(hostname)) return 'loopback';
  return protocol === 'http:' ? 'plain-http' : null;
}

/** The URL parser has written every spelling of an IP address in one: `127.1` and `2130706433`, too. */
function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '').toLowerCase();
  // Whoever connects to the unspecified address reaches this machine; ::ffff:7f00:1 is 127.0.0.1.
  return /^(?:localhost|.*\.localhost|0\.0\.0\.0|127(?:\.\d{1,3}){3}|\[::1?\]|\[::ffff:(?:7f[\da-f]{2}:[\da-f]{1,4}|0:0)\])$/.test(
    host,
  );
}
