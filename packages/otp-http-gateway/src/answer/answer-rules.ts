import { isOptions } from '@countersign/otp-core/adapter';
import type { ProviderFailureCategory, ProviderFailureDependence } from '@countersign/otp-core/spec';
import { isRedirect, isRefusing, isSuccess } from '@countersign/otp-provider-utils';
import type {
  GatewayAnswerPredicate,
  GatewayAnswerRules,
  GatewayFailureCodes,
  GatewayJsonPattern,
  GatewayRefusalPattern,
} from '../http-gateway-options.ts';
import type { Read, Shape, ShapesOf } from '../option-shapes.ts';
import * as shape from '../option-shapes.ts';
import {
  type AnswerReading,
  callSafely,
  jsonPath,
  readJsonPath,
  regExp,
  scalarText,
  valueFinder,
} from './find-value.ts';

/** The options `answers` and `failureCodes`: what they may say, and what rules make of an answer. */

type RuleKind = keyof GatewayAnswerRules;

type AnswerTest = (reading: AnswerReading) => boolean;

export interface AnswerRule {
  readonly kind: RuleKind;
  /** An answer that passes them all fits. The status comes first: nothing else is asked about an answer of another. */
  readonly tests: readonly AnswerTest[];
  readonly category: ProviderFailureCategory | null;
  readonly dependsOn: ProviderFailureDependence | null;
}

/** What an answer means, and by which rule: `null` where none fits, or where two contradict each other. */
export interface RuledVerdict {
  /**
   * `accepted`: the gateway took the message. `refused`: it certainly did not, so that another provider may be tried.
   * `unknown`: neither is certain, so nothing is sent again unasked.
   */
  readonly status: 'accepted' | 'refused' | 'unknown';
  readonly rule: AnswerRule | null;
}

/** Only one verdict counts: an answer that both takes and refuses a message has said nothing. */
export function askRules(rules: readonly AnswerRule[], reading: AnswerReading): RuledVerdict {
  const find = (wanted: RuleKind): AnswerRule | null =>
    rules.find(({ kind, tests }) => kind === wanted && tests.every((test) => test(reading))) ?? null;
  const accepting = find('accepted');
  const refusing = find('temporary') ?? find('refused');
  if (accepting !== null && refusing !== null) return { status: 'unknown', rule: null };
  if (accepting !== null) return { status: 'accepted', rule: accepting };
  if (refusing !== null) return { status: 'refused', rule: refusing };
  return { status: 'unknown', rule: find('uncertain') };
}

const EVERY_ANSWER: AnswerTest = () => true;

function bodyTest(expression: RegExp): AnswerTest {
  return ({ answer }) => expression.test(answer.body);
}

const JSON_SHAPES = {
  path: jsonPath('messages[0].status'),
  equals: scalarText,
  matches: shape.optional(regExp, null),
} satisfies ShapesOf<GatewayJsonPattern>;

const jsonTest: Shape<AnswerTest> = (value, where, problems) => {
  const { path, equals, matches } = shape.section(JSON_SHAPES)(value, where, problems);
  if (isOptions(value) && (equals === null) === (matches === null)) {
    problems.add(where, 'must have either equals, a string, number or boolean, or matches');
  }
  const isWanted = (text: string) => (matches === null ? text === equals : matches.test(text));
  return (reading) => {
    const texts = readJsonPath(reading.json, path).map(scalarText);
    return texts.length > 0 && texts.every((text) => text !== null && isWanted(text));
  };
};

/** A redirect is never followed, so no rule can make anything of one. */
function statusTest(kind: RuleKind): Shape<AnswerTest> {
  const last = kind === 'accepted' ? 299 : 599;
  const isStatus = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= last && !isRedirect(value);
  return (value, path, problems) => {
    const statuses: readonly unknown[] = [value].flat();
    if (statuses.length === 0 || !statuses.every(isStatus)) {
      problems.add(path, `must be statuses from 200 to ${last}${last === 599 ? ', and no redirects' : ''}`);
    }
    return ({ answer }) => statuses.includes(answer.statusCode);
  };
}

function answerRule(kind: RuleKind): Shape<AnswerRule> {
  const isRefusal = kind === 'refused' || kind === 'temporary';
  // Of which answers a rule without a status speaks.
  const usual: AnswerTest = ({ answer: { statusCode } }) =>
    isSuccess(statusCode) || (isRefusal && isRefusing(statusCode) && !isRedirect(statusCode));
  const tests = {
    status: shape.optional(statusTest(kind), usual),
    body: shape.optional(shape.made(regExp, bodyTest), EVERY_ANSWER),
    json: shape.optional(jsonTest, EVERY_ANSWER),
  };
  const meaning = {
    category: shape.optional(shape.failureCategory, null),
    dependsOn: shape.optional(shape.oneOf('recipient'), null),
  };
  const shapes = { ...tests, ...meaning } satisfies ShapesOf<GatewayRefusalPattern>;
  const known = Object.keys(kind === 'accepted' ? tests : shapes);
  return (value, path, problems) => {
    if (typeof value === 'function') {
      const predicate = value as GatewayAnswerPredicate;
      const test: AnswerTest = ({ answer }) => callSafely(predicate, answer) === true;
      return { kind, tests: [usual, test], category: null, dependsOn: null };
    }
    const given = isOptions(value) ? { ...value } : {};
    if (Object.keys(tests).every((name) => given[name] === undefined)) {
      problems.add(path, 'must be a function of the answer, or an object with status, body or json');
      return { kind, tests: [], category: null, dependsOn: null };
    }
    problems.addUnknown(path, given, known);
    const { status, body, json, ...means } = shape.readShapes(shapes, given, path, problems);
    return { kind, tests: [status, body, json], ...means };
  };
}

/** One rule, or several. */
function rules(kind: RuleKind): Shape<readonly AnswerRule[]> {
  const rule = answerRule(kind);
  return (value, path, problems) => {
    if (!Array.isArray(value)) return [rule(value, path, problems)];
    if (value.length === 0) problems.add(path, 'must have at least one rule');
    return value.map((each, index) => rule(each, `${path}[${index}]`, problems));
  };
}

const RULE_SHAPES = {
  accepted: rules('accepted'),
  refused: shape.optional(rules('refused'), []),
  temporary: shape.optional(rules('temporary'), []),
  uncertain: shape.optional(rules('uncertain'), []),
} satisfies ShapesOf<GatewayAnswerRules>;

/** The option `answers`. */
export const answerRules = shape.made(shape.section(RULE_SHAPES), (read): readonly AnswerRule[] =>
  Object.values(read).flat(),
);

/** One word, so that no sentence of the gateway's with a number in it is ever shown. */
export const FAILURE_CODE = /^-?[A-Za-z0-9][\w.-]{0,31}$/;

const CODES = shape.listOf(FAILURE_CODE, 'must be a list of codes, each a string');

const CODE_SHAPES = {
  find: valueFinder,
  categories: shape.mapOf([FAILURE_CODE, 'has a code that is none'], shape.failureCategory),
  dependOnRecipient: shape.optional(CODES, []),
} satisfies ShapesOf<GatewayFailureCodes>;

const readCodes = shape.section(CODE_SHAPES, 'must be an object with find and categories');

/** The option `failureCodes`: the gateway's codes and what they mean. */
export const failureCodes: Shape<Read<typeof CODE_SHAPES>> = (value, path, problems) => {
  const isWhole = isOptions(value) && value.find !== undefined && isOptions(value.categories);
  return readCodes(isWhole ? value : null, path, problems);
};
