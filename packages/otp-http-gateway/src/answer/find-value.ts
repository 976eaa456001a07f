/** Finds values in what a gateway says: by the little of JSON paths that is needed, by expressions and by functions. */
import { isOptions } from '@countersign/otp-core/adapter';
import type { GatewayAnswer } from '../http-gateway-options.ts';
import type { Shape } from '../option-shapes.ts';
import * as shape from '../option-shapes.ts';

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

/** The path that an option names. */
export function jsonPath(example: string): Shape<JsonPath> {
  return (value, path, problems) => {
    const steps = parseJsonPath(value);
    if (steps === null) problems.add(path, `must be a path such as ${example}`);
    return steps ?? [];
  };
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

/** An answer, and its JSON as all its rules see it: `undefined` where the body is none. */
export interface AnswerReading {
  readonly answer: GatewayAnswer;
  readonly json: unknown;
}

/** Finds a value in an answer; `null` where it is not there. What it finds still has to be checked. */
export type ValueFinder = (reading: AnswerReading) => string | null;

const placeInJson = shape.section({ json: jsonPath('messages[0].id') });

export const valueFinder: Shape<ValueFinder> = (value, path, problems) => {
  if (typeof value === 'function') return finderOfFunction(value as (answer: GatewayAnswer) => unknown);
  if (value instanceof RegExp) return finderOfExpression(value, path, problems);
  if (isOptions(value)) {
    const { json } = placeInJson(value, path, problems);
    return (reading) => scalarText(readJsonPath(reading.json, json)[0]);
  }
  problems.add(path, 'must be an expression with a group, { json: path } or a function of the answer');
  return () => null;
};

/** With alternatives, the first group that took part. */
const finderOfExpression: Shape<ValueFinder> = (value, path, problems) => {
  const expression = regExp(value, path, problems);
  if ((new RegExp(`${expression.source}|`, expression.flags).exec('')?.length ?? 0) < 2) {
    problems.add(path, 'must have a group around the value');
  }
  return ({ answer }) => {
    const groups = expression.exec(answer.body)?.slice(1) ?? [];
    return groups.find((group) => group !== undefined) ?? null;
  };
};

function finderOfFunction(configured: (answer: GatewayAnswer) => unknown): ValueFinder {
  return ({ answer }) => {
    const found = callSafely(configured, answer);
    return typeof found === 'string' || Number.isSafeInteger(found) ? String(found) : null;
  };
}

/** A configured function is somebody else's code: whatever it does instead of answering, it has said `null`. */
export function callSafely(configured: (answer: GatewayAnswer) => unknown, answer: GatewayAnswer): unknown {
  try {
    const value = configured(answer);
    // An async function is not waited for, but its rejection must not end the process.
    if (value instanceof Promise) value.catch(() => undefined);
    return value;
  } catch {
    return null;
  }
}

/** A copy of the expression, which nobody can recompile. With `g` or `y` every second answer would be read differently. */
export const regExp: Shape<RegExp> = (value, path, problems) => {
  if (value instanceof RegExp && !value.global && !value.sticky) return new RegExp(value.source, value.flags);
  problems.add(path, 'must be a regular expression without the flags g and y');
  return /(?!)()/;
};
