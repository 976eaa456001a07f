import type { OptionProblems } from '@countersign/otp-core/adapter';
import type { EndpointField } from './endpoint-template.ts';
import { isHeaderName, isHeaderValue, isReservedHeader } from './gateway-headers.ts';
import { readChoice, readText } from './read-option.ts';

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
  given: Readonly<Record<string, unknown>>,
  fieldsOfEndpoint: readonly EndpointField[],
  problems: OptionProblems,
): GatewayAuthentication {
  const mode = readChoice(given, 'authentication', ['header', 'parameters', 'bearer', 'basic'], problems);
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

function addBasicProblems(given: Readonly<Record<string, unknown>>, problems: OptionProblems): void {
  for (const option of ['username', 'password']) {
    if (given[option] === undefined) problems.add(option, "is needed by authentication: 'basic'");
  }
  if (typeof given.username === 'string' && given.username.includes(':')) {
    problems.add('username', "must not hold a colon with authentication: 'basic'");
  }
}
