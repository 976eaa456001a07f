/** What counts as "this machine only": for the address to bind, and for the name a request was sent to. */
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

/** True for the host of an address that stays on this machine; IPv6 in brackets. */
export function isLoopbackHostName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || LOOPBACK_IPV4.test(name);
}
