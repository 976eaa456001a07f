import { isOptions, joinPath, type OptionProblems } from '@countersign/otp-core/adapter';
import { type GivenOptions, readChoice } from '@countersign/otp-provider-utils';
import type { EndpointField } from './endpoint.ts';

/** Reads the options that prove who asks, and where each goes. What has a place in the endpoint goes nowhere else. */
export interface GatewayAuthentication {
  readonly username: string | null;
  readonly password: string | null;
  readonly apiKey: string | null;
  /** Which of them are sent as parameters. */
  readonly parameters: readonly ('username' | 'password' | 'apiKey')[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** What no message id may repeat. */
  readonly secrets: readonly string[];
}

export function readGatewayAuthentication(
  given: GivenOptions,
  fieldsOfEndpoint: readonly EndpointField[],
  problems: OptionProblems,
): GatewayAuthentication {
  const mode = readChoice(given, 'authentication', ['header', 'parameters', 'bearer', 'basic'], 'header', problems);
  const isBasic = mode === 'basic';
  const username = readText(given, 'username', problems);
  const password = readText(given, 'password', problems);
  const isHeaderKey = mode !== 'parameters' && !fieldsOfEndpoint.includes('apiKey');
  const apiKey = isHeaderKey ? readHeaderKey(given.apiKey, problems) : readText(given, 'apiKey', problems);
  const keyHeader = readApiKeyHeader(given.apiKeyHeader, problems);
  if (isBasic) addBasicProblems(given, problems);
  if (mode === 'bearer' && given.apiKey === undefined) problems.add('apiKey', "is needed by authentication: 'bearer'");
  const basic = isBasic ? Buffer.from(`${username}:${password}`).toString('base64') : null;
  return {
    username,
    password,
    apiKey,
    parameters: (['username', 'password', 'apiKey'] as const).filter(
      (field) => (field === 'apiKey' ? !isHeaderKey : !isBasic) && !fieldsOfEndpoint.includes(field),
    ),
    headers: [
      ...(basic === null ? [] : [['Authorization', `Basic ${basic}`] as const]),
      ...(apiKey === null || !isHeaderKey ? [] : [keyHeaderOf(mode, keyHeader, apiKey)]),
    ],
    secrets: [apiKey, password, basic].filter((secret) => secret !== null),
  };
}

function keyHeaderOf(mode: string, keyHeader: string, apiKey: string): readonly [string, string] {
  return mode === 'bearer' ? ['Authorization', `Bearer ${apiKey}`] : [keyHeader, apiKey];
}

function readHeaderKey(value: unknown, problems: OptionProblems): string | null {
  if (value === undefined) return null;
  if (isHeaderValue(value) && value !== '') return value;
  problems.add('apiKey', 'must be printable ASCII and not empty; leave it out where the gateway wants none');
  return null;
}

function readApiKeyHeader(value: unknown, problems: OptionProblems): string {
  if (value === undefined) return 'X-API-Key';
  if (isHeaderName(value) && !isReservedHeader(value)) return value;
  problems.add('apiKeyHeader', 'must be the name of a header that the client does not set itself');
  return 'X-API-Key';
}

function addBasicProblems(given: GivenOptions, problems: OptionProblems): void {
  for (const option of ['username', 'password']) {
    if (given[option] === undefined) problems.add(option, "is needed by authentication: 'basic'");
  }
  if (typeof given.username === 'string' && given.username.includes(':')) {
    problems.add('username', "must not hold a colon with authentication: 'basic'");
  }
}

/**
 * Reads the options that become headers. axios silently drops characters it does not like, which would send another
 * key than the one given; so whatever is not printable ASCII is refused here, and line ends with it.
 */
export function readGatewayHeaders(
  given: GivenOptions,
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

function isReservedHeader(name: string): boolean {
  return RESERVED.includes(name.toLowerCase());
}

/** A token of RFC 9110, section 5.6.2. */
function isHeaderName(value: unknown): value is string {
  return typeof value === 'string' && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/.test(value);
}

/** White space at either end would be cut off on the way. */
function isHeaderValue(value: unknown): value is string {
  return typeof value === 'string' && /^[\t\x20-\x7e]*$/.test(value) && value === value.trim();
}

/** `null` where it was left out. */
export function readText(given: GivenOptions, option: string, problems: OptionProblems): string | null {
  const value = given[option];
  if (value === undefined) return null;
  if (typeof value === 'string' && value !== '' && isText(value)) return value;
  problems.add(option, 'must be a string that is not empty; leave it out where the gateway wants none');
  return null;
}

/** A lone surrogate has no UTF-8 and would arrive as another character. */
export function isText(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}
