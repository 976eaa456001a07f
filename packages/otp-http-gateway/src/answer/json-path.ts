import { isOptions, joinPath, type OptionProblems } from '@countersign/otp-core/adapter';
import { type AnswerReading, callSafely, type GatewayAnswer } from './gateway-answer.ts';

/** The little of JSON paths that answers of gateways need: names, indexes and `[*]`. */

/** A name, an index, or `null` for every entry of a list. */
type JsonPathStep = string | number | null;

export type JsonPath = readonly JsonPathStep[];

const STEP = /\.?([A-Za-z_][\w-]{0,63})|\[(\d{1,4})\]|\[(\*)\]/y;

/** Reads `messages[0].message-id`, `$[0].id` or `data[*].status`; `null` for anything else. */
export function parseJsonPath(written: unknown): JsonPath | null {
  if (typeof written !== 'string' || written.length > 256) return null;
  const path = written.replace(/^\$/, '');
  const steps: JsonPathStep[] = [];
  const step = new RegExp(STEP);
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    if (found === null) return null;
    const [, name, index] = found;
    steps.push(name ?? (index === undefined ? null : Number(index)));
  }
  return steps.length === 0 ? null : steps;
}

/** All values at the path; empty where there is none. What an object inherits is not there. */
export function readJsonPath(json: unknown, path: JsonPath): readonly unknown[] {
  return path.reduce<readonly unknown[]>((values, step) => values.flatMap((value) => take(value, step)), [json]);
}

function take(value: unknown, step: JsonPathStep): readonly unknown[] {
  if (Array.isArray(value)) {
    if (step === null) return value;
    return typeof step === 'number' && step < value.length ? [value[step]] : [];
  }
  if (typeof value !== 'object' || value === null || typeof step !== 'string') return [];
  return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
}

/** Strings, numbers and booleans as they are written; `null` for what is none of them. */
export function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Finds a value in an answer; `null` where it is not there. What it finds still has to be checked. */
export type ValueFinder = (reading: AnswerReading) => string | null;

export function readValueFinder(option: string, value: unknown, problems: OptionProblems): ValueFinder | null {
  if (value === undefined) return null;
  if (typeof value === 'function') return finderOfFunction(value as (answer: GatewayAnswer) => unknown);
  if (value instanceof RegExp) return finderOfExpression(option, value, problems);
  if (isOptions(value)) {
    problems.addUnknown(option, value, ['json']);
    const path = parseJsonPath(value.json);
    if (path !== null) return (reading) => scalarText(readJsonPath(reading.json(), path)[0]);
    problems.add(joinPath(option, 'json'), 'must be a path such as messages[0].id');
    return null;
  }
  problems.add(option, 'must be an expression with a group, { json: path } or a function of the answer');
  return null;
}

/** With alternatives, the first group that took part. */
function finderOfExpression(option: string, value: RegExp, problems: OptionProblems): ValueFinder | null {
  const expression = readRegExp(option, value, problems);
  if (expression === null) return null;
  if ((new RegExp(`${expression.source}|`, expression.flags).exec('')?.length ?? 0) < 2) {
    problems.add(option, 'must have a group around the value');
  }
  return ({ answer }) =>
    expression
      .exec(answer.body)
      ?.slice(1)
      .find((group) => group !== undefined) ?? null;
}

function finderOfFunction(configured: (answer: GatewayAnswer) => unknown): ValueFinder {
  return ({ answer }) => {
    const found = callSafely(configured, answer);
    return typeof found === 'string' || Number.isSafeInteger(found) ? String(found) : null;
  };
}

/** A copy of the expression, which nobody can recompile. With `g` or `y` every second answer would be read differently. */
export function readRegExp(option: string, value: unknown, problems: OptionProblems): RegExp | null {
  if (value instanceof RegExp && !value.global && !value.sticky) return new RegExp(value.source, value.flags);
  problems.add(option, 'must be a regular expression without the flags g and y');
  return null;
}
