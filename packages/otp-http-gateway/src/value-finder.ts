import type { OptionProblems } from '@countersign/otp-core/adapter';
import { isOptions, joinPath } from '@countersign/otp-core/adapter';
import type { AnswerReading } from './answer-reading.ts';
import { callSafely } from './call-safely.ts';
import type { GatewayAnswer } from './gateway-answer.ts';
import { parseJsonPath, readJsonPath, scalarText } from './json-path.ts';
import { readRegExp } from './read-regexp.ts';

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
