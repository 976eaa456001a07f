import { isOptions, joinPath, type OptionProblems } from '@countersign/otp-core/adapter';

/**
 * Reads the options that become headers. axios silently drops characters it does not like, which would send another
 * key than the one given; so whatever is not printable ASCII is refused here, and line ends with it.
 */
export function readGatewayHeaders(
  given: Readonly<Record<string, unknown>>,
  credentials: readonly (readonly [name: string, value: string])[],
  problems: OptionProblems,
): Readonly<Record<string, string>> {
  const headers = [...readHeaderMap(given.headers, problems), ...credentials];
  const names = headers.map(([name]) => name.toLowerCase());
  if (new Set(names).size < names.length) {
    problems.add('headers', 'must name each header once, whatever its case, and not the one of a credential');
  }
  return Object.fromEntries(headers);
}

function readHeaderMap(value: unknown, problems: OptionProblems): [string, string][] {
  if (value === undefined) return [];
  if (!isOptions(value)) {
    problems.add('headers', 'must be an object of strings');
    return [];
  }
  return Object.entries(value).flatMap(([name, header]): [string, string][] => {
    if (!isHeaderName(name)) problems.add('headers', 'has a name that no header can have');
    else if (isReservedHeader(name)) problems.add(joinPath('headers', name), 'is set by the client itself');
    else if (!isHeaderValue(header)) problems.add(joinPath('headers', name), 'must be a string of printable ASCII');
    else return [[name, header]];
    return [];
  });
}

/** Framing and addressing are the client's: with two of these a gateway and a proxy may read two different requests. */
const RESERVED = [
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'proxy-authorization',
  'proxy-connection',
  '__proto__',
];

export function isReservedHeader(name: string): boolean {
  return RESERVED.includes(name.toLowerCase());
}

/** A token of RFC 9110, section 5.6.2. */
export function isHeaderName(value: unknown): value is string {
  return typeof value === 'string' && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/.test(value);
}

/** White space at either end would be cut off on the way. */
export function isHeaderValue(value: unknown): value is string {
  return typeof value === 'string' && /^[\t\x20-\x7e]*$/.test(value) && value === value.trim();
}
