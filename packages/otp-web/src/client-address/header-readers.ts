import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';

/** Addresses out of headers. Right only behind a proxy of yours that sets them: without one, anybody can. */
export interface HeaderSource {
  readonly headers:
    | { get(name: string): string | null }
    | { readonly [name: string]: string | readonly string[] | undefined };
}

/** A reader that needs the request alone. Works in the fetch handler, in Express and under Node. */
export type HeaderAddressReader = (request: HeaderSource) => string | undefined;

/** How many proxies of yours a request passes. */
export interface ForwardedForOptions {
  /** Load balancers and proxies between the internet and this server that add to `X-Forwarded-For`; 1 to 16. */
  readonly trustedProxies: number;
}

const TOKEN = /^[\w!#$%&'*+.^`|~-]{1,128}$/;
/** Headers that hold a list, or an address in a syntax of its own. */
const LISTS = ['x-forwarded-for', 'forwarded'];

/**
 * Reads `X-Forwarded-For` from the right: each proxy adds the address it was called from, so the client's stands
 * `trustedProxies` places from the end. What a client writes into the header itself stands further left and is not read.
 * A request that passed fewer proxies has no address, and shares one limit with all such requests.
 *
 * @throws OtpConfigurationError where `trustedProxies` is no number of proxies.
 * @example
 * createOtpHandler({ engine, clientAddress: fromForwardedFor({ trustedProxies: 1 }) });
 */
export function fromForwardedFor(options: ForwardedForOptions): HeaderAddressReader {
  const problems = new OptionProblems('fromForwardedFor');
  if (isOptions(options)) {
    problems.addUnknown('', options, ['trustedProxies']);
    problems.addUnlessInteger('trustedProxies', options.trustedProxies, 1, 16);
  } else {
    problems.add('options', 'must be an object with trustedProxies');
  }
  problems.throwIfAny();
  const { trustedProxies } = options;
  return (request) => readHeader(request, 'x-forwarded-for')?.split(',').at(-trustedProxies)?.trim();
}

/**
 * Reads one header in which your proxy or platform names the client, such as `cf-connecting-ip`, `true-client-ip`,
 * `fly-client-ip` or `x-real-ip`. The proxy must overwrite what a client sends under that name.
 *
 * @throws OtpConfigurationError where the name is no header's, or that of a list.
 * @example
 * createOtpHandler({ engine, clientAddress: fromHeader('cf-connecting-ip') });
 */
export function fromHeader(name: string): HeaderAddressReader {
  const problems = new OptionProblems('fromHeader');
  const header = typeof name === 'string' ? name.toLowerCase() : '';
  if (!TOKEN.test(header)) problems.add('name', 'must be the name of a header, such as cf-connecting-ip');
  if (LISTS.includes(header)) problems.add('name', 'holds a list; use fromForwardedFor({ trustedProxies })');
  problems.throwIfAny();
  return (request) => {
    const value = readHeader(request, header);
    // Sent twice it is joined by a comma: one of the two is not the proxy's.
    return value?.includes(',') ? undefined : value;
  };
}

function readHeader({ headers }: HeaderSource, name: string): string | undefined {
  if (isWebHeaders(headers)) return headers.get(name) ?? undefined;
  const value = headers[name];
  return typeof value === 'string' ? value : value?.join(',');
}

function isWebHeaders(headers: HeaderSource['headers']): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function';
}
