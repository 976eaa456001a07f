import { isOptions, joinPath, type OptionProblems } from '@countersign/otp-core/adapter';
import type { GatewayEndpoint } from './gateway-endpoint.ts';

export type GatewayParameter = readonly [name: string, value: string];

/**
 * Reads the options that become parameters. Every name may occur once only: gateways disagree on whether the first or
 * the last of two wins, so a second `phone` would send a code to whoever that one belongs to.
 */
export function readGatewayParameters(
  given: Readonly<Record<string, unknown>>,
  endpoint: GatewayEndpoint,
  problems: OptionProblems,
): GatewayParameters {
  const names = readParameterNames(given.parameterNames, problems);
  const username = readCredential(given.username, 'username', problems);
  const password = readCredential(given.password, 'password', problems);
  const resolved: GatewayParameters = {
    toName: names.to,
    textName: names.text,
    credentials: [
      ...(username === null ? [] : [[names.username, username] as const]),
      ...(password === null ? [] : [[names.password, password] as const]),
    ],
    parameters: readStaticParameters(given.parameters, problems),
  };
  addClashes(resolved, endpoint, problems);
  return resolved;
}

interface GatewayParameters {
  readonly toName: string;
  readonly textName: string;
  readonly credentials: readonly GatewayParameter[];
  readonly parameters: readonly GatewayParameter[];
}

const DEFAULT_NAMES = { username: 'username', password: 'password', to: 'phone', text: 'message' } as const;

function readParameterNames(value: unknown, problems: OptionProblems): Record<keyof typeof DEFAULT_NAMES, string> {
  const names: Record<keyof typeof DEFAULT_NAMES, string> = { ...DEFAULT_NAMES };
  if (value === undefined) return names;
  if (!isOptions(value)) {
    problems.add('parameterNames', 'must be an object');
    return names;
  }
  const given = { ...value };
  problems.addUnknown('parameterNames', given, Object.keys(DEFAULT_NAMES));
  for (const key of ['username', 'password', 'to', 'text'] as const) {
    const name = given[key];
    if (name === undefined) continue;
    if (isParameterName(name)) names[key] = name;
    else problems.add(joinPath('parameterNames', key), 'must be 1 to 128 characters without control characters');
  }
  return names;
}

function readCredential(value: unknown, option: string, problems: OptionProblems): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string' && value !== '' && isText(value)) return value;
  problems.add(option, 'must be a string that is not empty; leave it out where the gateway wants none');
  return null;
}

function readStaticParameters(value: unknown, problems: OptionProblems): readonly GatewayParameter[] {
  if (value === undefined) return [];
  if (!isOptions(value)) {
    problems.add('parameters', 'must be an object of strings');
    return [];
  }
  return Object.entries(value).flatMap(([name, parameter]) => {
    if (!isParameterName(name)) {
      problems.add('parameters', 'has a name that is empty, longer than 128 characters or not printable');
    } else if (typeof parameter !== 'string' || !isText(parameter)) {
      problems.add(joinPath('parameters', name), 'must be a string of valid Unicode');
    } else {
      return [[name, parameter] as const];
    }
    return [];
  });
}

function addClashes(resolved: GatewayParameters, endpoint: GatewayEndpoint, problems: OptionProblems): void {
  const ours = [...resolved.credentials.map(([name]) => name), resolved.toName, resolved.textName];
  if (new Set(ours).size < ours.length) problems.add('parameterNames', 'must differ from each other');
  const extra = resolved.parameters.map(([name]) => name);
  if (extra.some((name) => ours.includes(name))) {
    problems.add('parameters', 'must not repeat the name of the number, the text or a credential');
  }
  if (endpoint.queryNames.some((name) => ours.includes(name) || extra.includes(name))) {
    problems.add('endpoint', 'must not have a parameter in its query that is also sent with every message');
  }
}

function isParameterName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 128 && isText(value) && !/\p{Cc}/u.test(value);
}

/** A lone surrogate has no UTF-8 and would arrive as another character. */
function isText(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}
