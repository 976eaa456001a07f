/** The host of a site as browsers write it, and nothing else: the autofill line has no room for a scheme, port or path. */

// The last label starts with a letter: a host that ends in a number is an address to a browser, or nothing.
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const MAXIMUM_HOST_LENGTH = 253;

/** True for a lower-case host name without a final dot, at most 253 characters; other alphabets in their `xn--` form. */
export function isBareHost(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAXIMUM_HOST_LENGTH && HOST.test(value);
}
