import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type { AnswerRules } from './answer-rules.ts';
import { applyPreset } from './apply-preset.ts';
import type { EndpointField } from './endpoint-template.ts';
import { type GatewayAuthentication, readGatewayAuthentication } from './gateway-authentication.ts';
import { type GatewayEndpoint, readGatewayEndpoint } from './gateway-endpoint.ts';
import { readGatewayHeaders } from './gateway-headers.ts';
import { type GatewayParameters, readGatewayParameters } from './gateway-parameters.ts';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import { type FailureCodes, readAnswerRules, readFailureCodes } from './read-answer-rules.ts';
import { readChoice, readInteger } from './read-option.ts';
import { readValueFinder, type ValueFinder } from './value-finder.ts';
import type { ParameterCharset } from './write-parameters.ts';

/** Options with every default in place, checked, and in the order the request needs them. */
export interface ResolvedHttpGatewaySmsSenderOptions
  extends Pick<GatewayParameters, 'toName' | 'credentials' | 'sender' | 'textModes'> {
  readonly endpoint: GatewayEndpoint;
  readonly method: 'GET' | 'POST';
  readonly bodyFormat: 'form' | 'json';
  readonly charset: ParameterCharset;
  /** What the endpoint's placeholders stand for, the message apart. */
  readonly fieldValues: Readonly<Partial<Record<EndpointField, string | null>>>;
  readonly headers: Readonly<Record<string, string>>;
  /** What no message id and no code may repeat. */
  readonly secrets: readonly string[];
  readonly phoneFormat: 'e164' | 'digits' | '00-prefix';
  readonly answers: AnswerRules | null;
  readonly failureCodes: FailureCodes | null;
  readonly messageId: ValueFinder | null;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly providerId: string;
  readonly proxy: 'none' | 'environment';
}

const KNOWN_OPTIONS = [
  'preset',
  'endpoint',
  'apiKey',
  'username',
  'password',
  'authentication',
  'from',
  'method',
  'bodyFormat',
  'parameterNames',
  'parameters',
  'headers',
  'apiKeyHeader',
  'phoneFormat',
  'textEncoding',
  'unicode',
  'answers',
  'failureCodes',
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
  const written: Record<string, unknown> = isOptions(options) ? { ...options } : {};
  problems.addUnknown('', written, KNOWN_OPTIONS);
  const given = applyPreset(written, problems);

  const plainHttp = readChoice(given, 'plainHttp', ['loopback-only', 'any-host'], problems);
  const endpoint = readGatewayEndpoint(given.endpoint, plainHttp, problems);
  const method = readChoice(given, 'method', ['GET', 'POST'], problems);
  if (method === 'GET' && given.bodyFormat !== undefined) {
    problems.add('bodyFormat', "has no effect without method: 'POST'");
  }
  const authentication = readGatewayAuthentication(given, endpoint.fields, problems);
  const { from, ...parameters } = readGatewayParameters(given, endpoint, authentication, problems);
  const resolved: ResolvedHttpGatewaySmsSenderOptions = {
    ...parameters,
    endpoint,
    method,
    bodyFormat: readChoice(given, 'bodyFormat', ['form', 'json'], problems),
    charset: parameters.textModes.plain.encoding === 'latin-1' ? 'latin-1' : 'utf-8',
    fieldValues: readFieldValues(endpoint, authentication, from, problems),
    headers: readGatewayHeaders(given, authentication.headers, problems),
    secrets: authentication.secrets,
    phoneFormat: readChoice(given, 'phoneFormat', ['e164', 'digits', '00-prefix'], problems),
    answers: readAnswerRules(given.answers, problems),
    failureCodes: readFailureCodes(given.failureCodes, problems),
    messageId: readValueFinder('messageId', given.messageId, problems),
    timeoutMs: readInteger(given, 'timeoutMs', 10_000, 60_000, problems),
    maxAnswerBytes: readInteger(given, 'maxAnswerBytes', 65_536, 1_048_576, problems),
    providerId: readProviderId(given.providerId, problems),
    proxy: readChoice(given, 'proxy', ['none', 'environment'], problems),
  };
  problems.throwIfAny();
  return resolved;
}

/** A placeholder without a value would send a request that nobody meant. */
function readFieldValues(
  endpoint: GatewayEndpoint,
  { username, password, apiKey }: GatewayAuthentication,
  from: string | null,
  problems: OptionProblems,
): ResolvedHttpGatewaySmsSenderOptions['fieldValues'] {
  const values = { username, password, apiKey, from };
  for (const field of ['username', 'password', 'apiKey', 'from'] as const) {
    if (endpoint.fields.includes(field) && values[field] === null) {
      problems.add(field, 'is needed by a placeholder of the endpoint');
    }
  }
  return values;
}

function readProviderId(value: unknown, problems: OptionProblems): string {
  if (value === undefined) return 'http-gateway';
  if (typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(value)) return value;
  problems.add('providerId', 'must be 1 to 64 lower-case letters, digits and hyphens');
  return '';
}
