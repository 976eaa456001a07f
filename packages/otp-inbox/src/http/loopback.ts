/** What counts as "this machine only": for the address to bind, for the name a request was sent to, and for what is called. */
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

const LOOPBACK_IPV4 = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
const HOST_HEADER = /^(?<name>\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/;

/** True for an address to bind that other machines cannot reach. Unusual spellings such as `127.1` count as reachable. */
export function isLoopbackAddress(host: string): boolean {
  return host === 'localhost' || host === '::1' || LOOPBACK_IPV4.test(host);
}

/**
 * True when a `Host` header names this machine, on any port.
 * A web page can point its own name at 127.0.0.1 (DNS rebinding) and would then be same-origin with the inbox:
 * the name it was called by is what gives it away.
 */
export function isLoopbackHostHeader(header: string | undefined): boolean {
  const name = header === undefined ? undefined : HOST_HEADER.exec(header.toLowerCase())?.groups?.name;
  return name !== undefined && isLoopbackHostName(name);
}

/** True for the host of an address that stays on this machine; IPv6 in brackets. A dot at the end changes nothing. */
export function isLoopbackHostName(written: string): boolean {
  const name = written.replace(/\.$/, '');
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || LOOPBACK_IPV4.test(name);
}

/**
 * For requests to a host: where it is a name of this machine, no name server is asked. Few know `my-app.localhost`, and one
 * that gives another address would have what stays here sent there (RFC 6761, 6.3).
 */
export function lookupOf(hostname: string): { readonly lookup?: LookupFunction } {
  return isLoopbackHostName(hostname) ? { lookup: lookUpLoopback } : {};
}

function lookUpLoopback(...[, { all }, callback]: Parameters<LookupFunction>): void {
  if (all === true) callback(null, LOOPBACK_ADDRESSES);
  else callback(null, '127.0.0.1', 4);
}

const LOOPBACK_ADDRESSES: LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];
