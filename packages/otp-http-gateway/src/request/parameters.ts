import { isOptions, joinPath, type OptionProblems } from '@countersign/otp-core/adapter';
import { type GivenOptions, readChoice } from '@countersign/otp-provider-utils';
import { type GatewayAuthentication, isText, readText } from './authentication.ts';
import type { GatewayEndpoint } from './endpoint.ts';
import { fitsLatin1, type GatewayParameter, type TextMode, type TextModes } from './text-mode.ts';

/** Everything of a request that has a name. */
export interface GatewayParameters {
  readonly toName: string;
  /** Names and values of the credentials that were given and are parameters. */
  readonly credentials: readonly GatewayParameter[];
  readonly from: string | null;
  /** The sender, where there is one and no place for it in the endpoint. */
  readonly sender: readonly GatewayParameter[];
  readonly textModes: TextModes;
}

/**
 * Reads the options that become parameters. Every name may occur once only: gateways disagree on whether the first or
 * the last of two wins, so a second `phone` would send a code to whoever that one belongs to.
 */
export function readGatewayParameters(
  given: GivenOptions,
  endpoint: GatewayEndpoint,
  authentication: GatewayAuthentication,
  problems: OptionProblems,
): GatewayParameters {
  const names = readParameterNames(given.parameterNames, problems);
  const from = readText(given, 'from', problems);
  const textModes = readTextModes(given, names.text, problems);
  const credentials = authentication.parameters.flatMap((field): GatewayParameter[] => {
    const value = authentication[field];
    return value === null ? [] : [[names[field], value]];
  });
  const sender: GatewayParameter[] = from === null || endpoint.fields.includes('from') ? [] : [[names.from, from]];
  const resolved: GatewayParameters = { toName: names.to, credentials, from, sender, textModes };
  addClashes(resolved, endpoint, problems);
  addUnwritable(resolved, problems);
  return resolved;
}

const DEFAULT_NAMES = {
  username: 'username',
  password: 'password',
  apiKey: 'apikey',
  to: 'phone',
  text: 'message',
  from: 'from',
} as const;

type FieldName = keyof typeof DEFAULT_NAMES;

const FIELD_NAMES = Object.keys(DEFAULT_NAMES) as FieldName[];

function readParameterNames(value: unknown, problems: OptionProblems): Record<FieldName, string> {
  const names: Record<FieldName, string> = { ...DEFAULT_NAMES };
  if (value === undefined) return names;
  if (!isOptions(value)) {
    problems.add('parameterNames', 'must be an object');
    return names;
  }
  const given = { ...value };
  problems.addUnknown('parameterNames', given, FIELD_NAMES);
  for (const key of FIELD_NAMES) {
    const name = given[key];
    if (name === undefined) continue;
    if (isParameterName(name)) names[key] = name;
    else problems.add(joinPath('parameterNames', key), 'must be 1 to 128 characters without control characters');
  }
  return names;
}

function readTextModes(given: GivenOptions, textName: string, problems: OptionProblems): TextModes {
  const encoding = readChoice(given, 'textEncoding', ['utf-8', 'latin-1', 'ucs-2-hex'], 'utf-8', problems);
  if (encoding === 'latin-1' && given.bodyFormat === 'json') problems.add('textEncoding', 'of JSON is always UTF-8');
  const parameters = readStaticParameters('parameters', given.parameters, problems);
  const plain: TextMode = { encoding, textName, parameters };
  return { plain, unicode: given.unicode === undefined ? null : readUnicode(given.unicode, plain, problems) };
}

function readUnicode(value: unknown, plain: TextMode, problems: OptionProblems): TextMode {
  if (!isOptions(value)) {
    problems.add('unicode', 'must be an object');
    return plain;
  }
  const given = { ...value };
  problems.addUnknown('unicode', given, ['textEncoding', 'textName', 'parameters']);
  if (given.textName !== undefined && !isParameterName(given.textName)) {
    problems.add('unicode.textName', 'must be 1 to 128 characters without control characters');
  }
  problems.addUnlessOneOf('unicode.textEncoding', given.textEncoding ?? 'utf-8', ['utf-8', 'ucs-2-hex']);
  if (given.textEncoding === undefined && plain.encoding === 'latin-1') {
    problems.add('unicode.textEncoding', "is needed where textEncoding is 'latin-1'");
  }
  const extra = new Map(readStaticParameters('unicode.parameters', given.parameters, problems));
  const kept = plain.parameters.map(([name, parameter]): GatewayParameter => [name, extra.get(name) ?? parameter]);
  for (const [name] of kept) extra.delete(name);
  return {
    encoding: (given.textEncoding as TextMode['encoding'] | undefined) ?? plain.encoding,
    textName: (given.textName as string | undefined) ?? plain.textName,
    parameters: [...kept, ...extra],
  };
}

function readStaticParameters(path: string, value: unknown, problems: OptionProblems): readonly GatewayParameter[] {
  if (value === undefined) return [];
  if (!isOptions(value)) {
    problems.add(path, 'must be an object of strings');
    return [];
  }
  return Object.entries(value).flatMap(([name, parameter]) => {
    if (!isParameterName(name)) {
      problems.add(path, 'has a name that is empty, longer than 128 characters or not printable');
    } else if (typeof parameter !== 'string' || !isText(parameter)) {
      problems.add(joinPath(path, name), 'must be a string of valid Unicode');
    } else {
      return [[name, parameter] as const];
    }
    return [];
  });
}

function addClashes(resolved: GatewayParameters, endpoint: GatewayEndpoint, problems: OptionProblems): void {
  const { plain, unicode } = resolved.textModes;
  const ours = [
    ...[...resolved.credentials, ...resolved.sender].map(([name]) => name),
    ...(endpoint.fields.includes('to') ? [] : [resolved.toName]),
    ...(endpoint.fields.includes('text') ? [] : new Set([plain.textName, unicode?.textName ?? plain.textName])),
  ];
  if (new Set(ours).size < ours.length) problems.add('parameterNames', 'must differ from each other');
  const extra = plain.parameters.map(([name]) => name);
  if (extra.some((name) => ours.includes(name))) {
    problems.add('parameters', 'must not repeat the name of the number, the text, the sender or a credential');
  }
  const added = (unicode?.parameters ?? []).map(([name]) => name).filter((name) => !extra.includes(name));
  if (added.some((name) => ours.includes(name))) {
    problems.add('unicode.parameters', 'must not repeat the name of the number, the text, the sender or a credential');
  }
  if (endpoint.queryNames.some((name) => [...ours, ...extra, ...added].includes(name))) {
    problems.add('endpoint', 'must not have a parameter in its query that is also sent with every message');
  }
}

/** In Latin-1 the whole request is: what that lacks would arrive as something else. */
function addUnwritable({ credentials, sender, textModes }: GatewayParameters, problems: OptionProblems): void {
  if (textModes.plain.encoding !== 'latin-1') return;
  const parameters = [...textModes.plain.parameters, ...(textModes.unicode?.parameters ?? [])];
  const written = [...credentials, ...sender, ...parameters].flat();
  if (!written.every(fitsLatin1)) {
    problems.add('textEncoding', "'latin-1' cannot carry a credential, the sender or a parameter");
  }
}

function isParameterName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 128 && isText(value) && !/\p{Cc}/u.test(value);
}
