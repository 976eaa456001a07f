/** Reads `a=1&b=2`, from a URL or a form. Strict: what cannot be read as UTF-8, or comes twice, is refused. */
import { HttpProblem } from './http-problem.ts';

export type RequestParameters = ReadonlyMap<string, readonly string[]>;

const MAX_PARAMETERS = 64;

export function parseParameters(encoded: string): RequestParameters {
  const parameters = new Map<string, string[]>();
  const pairs = encoded.split('&', MAX_PARAMETERS + 1).filter((pair) => pair !== '');
  if (pairs.length > MAX_PARAMETERS) {
    throw new HttpProblem('malformed-request', `At most ${MAX_PARAMETERS} parameters are read.`);
  }
  for (const pair of pairs) {
    const [name = '', ...rest] = pair.split('=');
    addParameter(parameters, decode(name), decode(rest.join('=')));
  }
  return parameters;
}

/** The parameters of both; one that is in both counts twice. */
export function joinParameters(first: RequestParameters, second: RequestParameters): RequestParameters {
  const joined = new Map<string, string[]>();
  for (const [name, values] of [...first, ...second]) {
    for (const value of values) addParameter(joined, name, value);
  }
  return joined;
}

/** The value of a parameter that may be there at most once. */
export function getParameter(parameters: RequestParameters, name: string): string | undefined {
  const values = parameters.get(name) ?? [];
  if (values.length > 1) throw new HttpProblem('invalid-parameter', `${name} must be given once.`);
  return values[0];
}

/** A misspelt `after` must not silently mean "any". */
export function refuseUnknownParameters(parameters: RequestParameters, known: readonly string[]): void {
  if ([...parameters.keys()].every((name) => known.includes(name))) return;
  throw new HttpProblem('invalid-parameter', `A parameter is not known here; known are ${known.join(', ') || 'none'}.`);
}

function addParameter(parameters: Map<string, string[]>, name: string, value: string): void {
  const values = parameters.get(name);
  if (values === undefined) parameters.set(name, [value]);
  else values.push(value);
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    throw new HttpProblem('malformed-request', 'A parameter is not percent-encoded UTF-8.');
  }
}
