import { joinPath, type OptionProblems } from '@countersign/otp-core/adapter';
import type { HttpGatewaySmsSenderOptions } from '../http-gateway-options.ts';
import type { Read, ShapesOf } from '../option-shapes.ts';
import * as shape from '../option-shapes.ts';
import type { GatewayEndpoint, GatewayField } from './endpoint.ts';

/** Who asks, and where the proof of it goes. What has a place in the endpoint goes nowhere else. */
export interface PlacedCredentials {
  readonly apiKey: string | null;
  /** What goes into headers, and nowhere else. */
  readonly inHeaders: readonly GatewayField[];
  /** Of every request, those of the option `headers` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** What no message id and no code may repeat. */
  readonly secrets: readonly string[];
}

export function placeCredentials(
  given: GivenCredentials,
  { fields }: Pick<GatewayEndpoint, 'fields'>,
  problems: OptionProblems,
): PlacedCredentials {
  const { authentication: mode, username, password } = given;
  const isKeyInHeader = mode !== 'parameters' && !fields.includes('apiKey');
  const apiKey = shape.optional(isKeyInHeader ? headerKey : shape.text, null)(given.apiKey, 'apiKey', problems);
  if (mode === 'bearer' && apiKey === null) problems.add('apiKey', "is needed by authentication: 'bearer'");
  if (mode === 'basic') addBasicProblems(given, problems);

  const basic = mode === 'basic' ? Buffer.from(`${username}:${password}`).toString('base64') : null;
  const written = [...given.headers];
  const proofs: [name: string, value: string][] = [];
  if (basic !== null) proofs.push(['Authorization', `Basic ${basic}`]);
  if (isKeyInHeader && apiKey !== null) {
    proofs.push(mode === 'bearer' ? ['Authorization', `Bearer ${apiKey}`] : [given.apiKeyHeader, apiKey]);
  }
  if (isReserved(given.apiKeyHeader)) problems.add('apiKeyHeader', KEY_HEADER);
  addHeaderProblems(written, proofs, problems);
  return {
    apiKey,
    inHeaders: [
      ...(basic === null ? [] : (['username', 'password'] as const)),
      ...(isKeyInHeader ? (['apiKey'] as const) : []),
    ],
    headers: Object.fromEntries([...written, ...proofs]),
    secrets: [apiKey, password, basic].filter((secret) => secret !== null),
  };
}

function addBasicProblems(given: GivenCredentials, problems: OptionProblems): void {
  for (const option of ['username', 'password'] as const) {
    if (given[option] === null) problems.add(option, "is needed by authentication: 'basic'");
  }
  if (given.username?.includes(':')) problems.add('username', "must not hold a colon with authentication: 'basic'");
}

type Headers = readonly (readonly [name: string, value: string])[];

function addHeaderProblems(written: Headers, proofs: Headers, problems: OptionProblems): void {
  for (const [name] of written) {
    if (isReserved(name)) problems.add(joinPath('headers', name), 'is set by the client itself');
  }
  const names = [...written, ...proofs].map(([name]) => name.toLowerCase());
  if (new Set(names).size < names.length) {
    problems.add('headers', 'must name each header once, whatever its case, and not the one of a credential');
  }
}

/** Framing and addressing are the client's: with two of these a gateway and a proxy may read two different requests. */
const FRAMING = /^(?:content-(?:length|type|encoding)|transfer-encoding|te|trailer|upgrade|expect)$/i;
const ADDRESSING = /^(?:host|keep-alive|(?:proxy-)?connection|proxy-authorization|__proto__)$/i;

function isReserved(name: string): boolean {
  return FRAMING.test(name) || ADDRESSING.test(name);
}

/**
 * axios silently drops characters it does not like, which would send another key than the one given; so whatever is not
 * printable ASCII is refused here, and line ends with it. White space at either end would be cut off on the way.
 */
const headerValue = shape.formed(/^(?:[!-~](?:[\t -~]*[!-~])?)?$/, 'must be a string of printable ASCII');
const headerKey = shape.formed(
  /^[!-~](?:[\t -~]*[!-~])?$/,
  'must be printable ASCII and not empty; leave it out where the gateway wants none',
);
const KEY_HEADER = 'must be the name of a header that the client does not set itself';

/** Options that prove who asks, or become headers. Whether an API key will do depends on where it goes. */
export const CREDENTIAL_SHAPES = {
  apiKey: shape.unread,
  username: shape.optional(shape.text, null),
  password: shape.optional(shape.text, null),
  authentication: shape.optional(shape.oneOf('header', 'parameters', 'bearer', 'basic'), 'header'),
  headers: shape.optional(
    shape.mapOf([shape.HEADER_NAME, 'has a name that no header can have'], headerValue, 'must be an object of strings'),
    [],
  ),
  apiKeyHeader: shape.optional(shape.formed(shape.HEADER_NAME, KEY_HEADER), 'X-API-Key'),
} satisfies Partial<ShapesOf<HttpGatewaySmsSenderOptions>>;

type GivenCredentials = Read<typeof CREDENTIAL_SHAPES>;
