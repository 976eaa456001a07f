import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import { type GatewayEndpoint, readGatewayEndpoint } from './gateway-endpoint.ts';
import { readGatewayHeaders } from './gateway-headers.ts';
import { type GatewayParameter, readGatewayParameters } from './gateway-parameters.ts';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';

/** Options with every default in place, checked, and in the order the request needs them. */
export interface ResolvedHttpGatewaySmsSenderOptions {
  readonly endpoint: GatewayEndpoint;
  readonly method: 'GET' | 'POST';
  readonly bodyFormat: 'form' | 'json';
  readonly toName: string;
  readonly textName: string;
  /** Names and values of the credentials that were given. */
  readonly credentials: readonly GatewayParameter[];
  readonly parameters: readonly GatewayParameter[];
  readonly headers: Readonly<Record<string, string>>;
  /** What no message id may repeat. */
  readonly secrets: readonly string[];
  readonly phoneFormat: 'e164' | 'digits' | '00-prefix';
  readonly success: NonNullable<HttpGatewaySmsSenderOptions['success']> | null;
  readonly messageId: NonNullable<HttpGatewaySmsSenderOptions['messageId']> | null;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly providerId: string;
  readonly proxy: 'none' | 'environment';
}

const KNOWN_OPTIONS = [
  'endpoint',
  'apiKey',
  'username',
  'password',
  'method',
  'bodyFormat',
  'parameterNames',
  'parameters',
  'headers',
  'apiKeyHeader',
  'phoneFormat',
  'success',
  'messageId',
  'timeoutMs',
  'maxAnswerBytes',
  'providerId',
  'plainHttp',
  'proxy',
] as const satisfies readonly (keyof HttpGatewaySmsSenderOptions)[];

/**
 * @throws OtpConfigurationError naming every problem at once, never the value of a credential, a header or the endpoint.
 */
export function resolveHttpGatewayOptions(options: unknown): ResolvedHttpGatewaySmsSenderOptions {
  const problems = new OptionProblems('createHttpGatewaySmsSender');
  if (!isOptions(options)) problems.add('options', 'must be an object');
  // Copied once, so that nobody who keeps the object can change a sender that was checked.
  const given: Record<string, unknown> = isOptions(options) ? { ...options } : {};
  problems.addUnknown('', given, KNOWN_OPTIONS);

  const plainHttp = readChoice(given, 'plainHttp', ['loopback-only', 'any-host'], problems);
  const endpoint = readGatewayEndpoint(given.endpoint, plainHttp, problems);
  const method = readChoice(given, 'method', ['GET', 'POST'], problems);
  if (method === 'GET' && given.bodyFormat !== undefined) {
    problems.add('bodyFormat', "has no effect without method: 'POST'");
  }
  const { credentials, parameters, toName, textName } = readGatewayParameters(given, endpoint, problems);
  const headers = readGatewayHeaders(given, problems);
  const resolved: ResolvedHttpGatewaySmsSenderOptions = {
    endpoint,
    method,
    bodyFormat: readChoice(given, 'bodyFormat', ['form', 'json'], problems),
    toName,
    textName,
    credentials,
    parameters,
    headers,
    secrets: [given.apiKey, given.password].filter((secret) => typeof secret === 'string'),
    phoneFormat: readChoice(given, 'phoneFormat', ['e164', 'digits', '00-prefix'], problems),
    success: readFunction<'success'>(given, 'success', problems),
    messageId: readFunction<'messageId'>(given, 'messageId', problems),
    timeoutMs: readInteger(given, 'timeoutMs', 10_000, 60_000, problems),
    maxAnswerBytes: readInteger(given, 'maxAnswerBytes', 65_536, 1_048_576, problems),
    providerId: readProviderId(given.providerId, problems),
    proxy: readChoice(given, 'proxy', ['none', 'environment'], problems),
  };
  problems.throwIfAny();
  return resolved;
}

/** The first choice is the default. */
function readChoice<Choice extends string>(
  given: Record<string, unknown>,
  option: string,
  choices: readonly [Choice, ...Choice[]],
  problems: OptionProblems,
): Choice {
  const value = given[option];
  if (value === undefined) return choices[0];
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) problems.add(option, `must be one of ${choices.join(', ')}`);
  return choice ?? choices[0];
}

function readInteger(
  given: Record<string, unknown>,
  option: string,
  defaultValue: number,
  maximum: number,
  problems: OptionProblems,
): number {
  const value = given[option];
  if (value === undefined) return defaultValue;
  problems.addUnlessInteger(option, value, 1, maximum);
  return Number(value);
}

function readFunction<Option extends 'success' | 'messageId'>(
  given: Record<string, unknown>,
  option: Option,
  problems: OptionProblems,
): NonNullable<HttpGatewaySmsSenderOptions[Option]> | null {
  const value = given[option];
  if (value === undefined) return null;
  if (typeof value !== 'function') problems.add(option, 'must be a function of the answer');
  return value as NonNullable<HttpGatewaySmsSenderOptions[Option]>;
}

function readProviderId(value: unknown, problems: OptionProblems): string {
  if (value === undefined) return 'http-gateway';
  if (typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(value)) return value;
  problems.add('providerId', 'must be 1 to 64 lower-case letters, digits and hyphens');
  return '';
}
