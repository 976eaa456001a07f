import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import { readChoice, readGiven, readInteger, readProviderId, readTimeout } from '@countersign/otp-provider-utils';
import { type AnswerRules, type FailureCodes, readAnswerRules, readFailureCodes } from './answer/answer-rules.ts';
import { readValueFinder, type ValueFinder } from './answer/json-path.ts';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import type { GatewayPreset } from './presets/gateway-preset.ts';
import { GATEWAY_PRESETS } from './presets/gateway-presets.ts';
import { type GatewayAuthentication, readGatewayAuthentication, readGatewayHeaders } from './request/authentication.ts';
import { type EndpointField, type GatewayEndpoint, readGatewayEndpoint } from './request/endpoint.ts';
import { type GatewayParameters, readGatewayParameters } from './request/parameters.ts';
import type { ParameterCharset } from './request/text-mode.ts';

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
  const written = readGiven(options, KNOWN_OPTIONS, problems);
  const given = applyPreset(written, problems);

  const plainHttp = readChoice(given, 'plainHttp', ['loopback-only', 'any-host'], 'loopback-only', problems);
  const endpoint = readGatewayEndpoint(given.endpoint, plainHttp, problems);
  const method = readChoice(given, 'method', ['GET', 'POST'], 'GET', problems);
  if (method === 'GET' && given.bodyFormat !== undefined) {
    problems.add('bodyFormat', "has no effect without method: 'POST'");
  }
  const authentication = readGatewayAuthentication(given, endpoint.fields, problems);
  const sizes = { minimum: 1, maximum: 1_048_576, defaultValue: 65_536 };
  const { from, ...parameters } = readGatewayParameters(given, endpoint, authentication, problems);
  const resolved: ResolvedHttpGatewaySmsSenderOptions = {
    ...parameters,
    endpoint,
    method,
    bodyFormat: readChoice(given, 'bodyFormat', ['form', 'json'], 'form', problems),
    charset: parameters.textModes.plain.encoding === 'latin-1' ? 'latin-1' : 'utf-8',
    fieldValues: readFieldValues(endpoint, authentication, from, problems),
    headers: readGatewayHeaders(given, authentication.headers, problems),
    secrets: authentication.secrets,
    phoneFormat: readChoice(given, 'phoneFormat', ['e164', 'digits', '00-prefix'], 'e164', problems),
    answers: readAnswerRules(given.answers, problems),
    failureCodes: readFailureCodes(given.failureCodes, problems),
    messageId: readValueFinder('messageId', given.messageId, problems),
    timeoutMs: readTimeout(given, problems),
    maxAnswerBytes: readInteger(given, 'maxAnswerBytes', sizes, problems),
    providerId: readProviderId(given, 'http-gateway', problems),
    proxy: readChoice(given, 'proxy', ['none', 'environment'], 'none', problems),
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

/** Lays options over what a preset says: the rest of the package never learns which of the two it was. */

type Given = Readonly<Record<string, unknown>>;

function applyPreset(options: Given, problems: OptionProblems): Given {
  const { preset: name, ...rest } = options;
  if (name === undefined) return options;
  const preset = findPreset(name);
  if (typeof name !== 'string' || preset === null) {
    problems.add('preset', `must be one of ${Object.keys(GATEWAY_PRESETS).join(', ')}`);
    return rest;
  }
  const written = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const { needs, ...known } = preset;
  const inQuery = namesInQuery(written.endpoint);
  const ownParameters = Object.entries(known.parameters ?? {}).filter(([parameter]) => !inQuery.includes(parameter));
  const merged: Given = {
    providerId: name,
    ...known,
    ...written,
    parameterNames: overlay(known.parameterNames, written.parameterNames),
    parameters: overlay(Object.fromEntries(ownParameters), written.parameters),
  };
  for (const need of needs) {
    if (!isMet(need, merged, inQuery)) problems.add(need, `is needed by the preset ${name}`);
  }
  return merged;
}

function findPreset(name: unknown): GatewayPreset | null {
  const presets: Readonly<Record<string, GatewayPreset>> = GATEWAY_PRESETS;
  return typeof name === 'string' && Object.hasOwn(presets, name) ? (presets[name] ?? null) : null;
}

/** What is no map stays as it is, to be refused where maps are read. */
function overlay(known: object | undefined, written: unknown): unknown {
  return written === undefined || isOptions(written) ? { ...known, ...written } : written;
}

/** Somebody who pastes an address with `?app=ws&op=pv` has said what a preset would say again. */
function namesInQuery(endpoint: unknown): readonly string[] {
  return typeof endpoint === 'string' && endpoint.length < 4096 && URL.canParse(endpoint)
    ? [...new URL(endpoint).searchParams.keys()]
    : [];
}

function isMet(need: GatewayPreset['needs'][number], merged: Given, inQuery: readonly string[]): boolean {
  if (need.startsWith('parameters.')) {
    const parameter = need.slice('parameters.'.length);
    return inQuery.includes(parameter) || (isOptions(merged.parameters) && Object.hasOwn(merged.parameters, parameter));
  }
  if (merged[need] !== undefined) return true;
  const names = isOptions(merged.parameterNames) ? merged.parameterNames : {};
  return inQuery.includes(String(names[need] ?? need));
}
