import { OptionProblems } from '@countersign/otp-core/adapter';
import { answerRules, failureCodes } from './answer/answer-rules.ts';
import { valueFinder } from './answer/find-value.ts';
import type { GatewayParameterNames, HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import type { Read, ShapesOf } from './option-shapes.ts';
import * as shape from './option-shapes.ts';
import { applyPreset } from './presets/apply-preset.ts';
import { CREDENTIAL_SHAPES, type PlacedCredentials, placeCredentials } from './request/authentication.ts';
import { GATEWAY_FIELDS, type GatewayEndpoint, type GatewayField, readGatewayEndpoint } from './request/endpoint.ts';
import { fitsLatin1, listTextModes, parameterName, TEXT_SHAPES, type TextModes } from './request/text-mode.ts';

const NAME_SHAPES = {
  username: shape.optional(parameterName, 'username'),
  password: shape.optional(parameterName, 'password'),
  apiKey: shape.optional(parameterName, 'apikey'),
  to: shape.optional(parameterName, 'phone'),
  text: shape.optional(parameterName, 'message'),
  from: shape.optional(parameterName, 'from'),
} satisfies ShapesOf<GatewayParameterNames>;

const SHAPES = {
  preset: shape.unread,
  endpoint: shape.unread,
  ...CREDENTIAL_SHAPES,
  from: shape.optional(shape.text, null),
  method: shape.optional(shape.oneOf('GET', 'POST'), 'GET'),
  bodyFormat: shape.optional(shape.oneOf('form', 'json'), null),
  parameterNames: (value = {}, ...where) => shape.section(NAME_SHAPES)(value, ...where),
  phoneFormat: shape.optional(shape.oneOf('e164', 'digits', '00-prefix'), 'e164'),
  ...TEXT_SHAPES,
  answers: shape.optional(answerRules, null),
  failureCodes: shape.optional(failureCodes, null),
  messageId: shape.optional(valueFinder, null),
  timeoutMs: shape.optional(shape.whole(1, 60_000), 10_000),
  maxAnswerBytes: shape.optional(shape.whole(1, 1_048_576), 65_536),
  providerId: shape.providerId,
  plainHttp: shape.optional(shape.oneOf('loopback-only', 'any-host'), 'loopback-only'),
  proxy: shape.optional(shape.oneOf('none', 'environment'), 'none'),
} satisfies ShapesOf<HttpGatewaySmsSenderOptions>;

/** Options with every default in place, checked, and in the order the request needs them. */
export interface ResolvedHttpGatewaySmsSenderOptions
  extends Omit<Read<typeof SHAPES>, 'endpoint' | 'apiKey' | 'bodyFormat' | 'headers'>,
    PlacedCredentials {
  readonly endpoint: GatewayEndpoint;
  readonly bodyFormat: 'form' | 'json';
  /** What is sent as parameters: all that has a value, but no place in the endpoint or in a header. */
  readonly sent: readonly GatewayField[];
  readonly textModes: TextModes;
}

/**
 * @throws OtpConfigurationError naming every problem at once, never the value of a credential, a header or the endpoint.
 */
export function resolveHttpGatewayOptions(options: unknown): ResolvedHttpGatewaySmsSenderOptions {
  const problems = new OptionProblems('createHttpGatewaySmsSender');
  const given = applyPreset(shape.readGiven(SHAPES, options, problems), problems);
  const read = shape.readShapes(SHAPES, given, '', problems);
  const { method, bodyFormat, textEncoding } = read;
  if (method === 'GET' && bodyFormat !== null) problems.add('bodyFormat', "has no effect without method: 'POST'");
  if (textEncoding === 'latin-1' && bodyFormat === 'json') problems.add('textEncoding', 'of JSON is always UTF-8');

  const endpoint = readGatewayEndpoint(read.endpoint, read.plainHttp, problems);
  const placed = placeCredentials(read, endpoint, problems);
  const values = { ...read, ...placed, to: '', text: '' };
  const elsewhere = [...endpoint.fields, ...placed.inHeaders];
  const resolved: ResolvedHttpGatewaySmsSenderOptions = {
    ...read,
    ...placed,
    endpoint,
    bodyFormat: bodyFormat ?? 'form',
    sent: GATEWAY_FIELDS.filter((field) => values[field] !== null && !elsewhere.includes(field)),
    textModes: listTextModes(read, read.parameterNames.text, problems),
  };
  addMissing(resolved, problems);
  addClashes(resolved, problems);
  addUnwritable(resolved, problems);
  problems.throwIfAny();
  return resolved;
}

/** A placeholder without a value would send a request that nobody meant. */
function addMissing(resolved: ResolvedHttpGatewaySmsSenderOptions, problems: OptionProblems): void {
  for (const field of ['username', 'password', 'apiKey', 'from'] as const) {
    if (resolved.endpoint.fields.includes(field) && resolved[field] === null) {
      problems.add(field, 'is needed by a placeholder of the endpoint');
    }
  }
}

/**
 * Every name may occur once only: gateways disagree on whether the first or the last of two wins, so a second `phone`
 * would send a code to whoever that one belongs to.
 */
function addClashes(resolved: ResolvedHttpGatewaySmsSenderOptions, problems: OptionProblems): void {
  const { endpoint, sent, parameterNames, textModes } = resolved;
  const { plain, unicode } = textModes;
  const textNames = new Set([plain.textName, unicode?.textName ?? plain.textName]);
  const ours = sent.flatMap((field) => (field === 'text' ? [...textNames] : [parameterNames[field]]));
  if (new Set(ours).size < ours.length) problems.add('parameterNames', 'must differ from each other');
  const extra = plain.parameters.map(([name]) => name);
  const added = (unicode?.parameters ?? []).map(([name]) => name).filter((name) => !extra.includes(name));
  for (const [option, names] of [['parameters', extra] as const, ['unicode.parameters', added] as const]) {
    if (names.some((name) => ours.includes(name))) {
      problems.add(option, 'must not repeat the name of the number, the text, the sender or a credential');
    }
  }
  if (endpoint.queryNames.some((name) => [...ours, ...extra, ...added].includes(name))) {
    problems.add('endpoint', 'must not have a parameter in its query that is also sent with every message');
  }
}

/** In Latin-1 the whole request is: what that lacks would arrive as something else. */
function addUnwritable(resolved: ResolvedHttpGatewaySmsSenderOptions, problems: OptionProblems): void {
  const { textEncoding, sent, parameterNames, textModes } = resolved;
  const values = { ...resolved, to: '', text: '' };
  const parameters = [...textModes.plain.parameters, ...(textModes.unicode?.parameters ?? [])].flat();
  const written = [...sent.flatMap((field) => [parameterNames[field], values[field] ?? '']), ...parameters];
  if (textEncoding === 'latin-1' && !written.every(fitsLatin1)) {
    problems.add('textEncoding', "'latin-1' cannot carry a credential, the sender or a parameter");
  }
}
