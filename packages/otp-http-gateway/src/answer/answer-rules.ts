import { isOptions, joinPath, type OptionProblems } from '@countersign/otp-core/adapter';
import {
  PROVIDER_FAILURE_CATEGORIES,
  type ProviderFailureCategory,
  type ProviderFailureDependence,
} from '@countersign/otp-core/spec';
import { isRedirect, isRefusing, isSuccess } from '@countersign/otp-provider-utils';
import { type AnswerReading, callSafely, type GatewayAnswerPredicate } from './gateway-answer.ts';
import {
  type JsonPath,
  parseJsonPath,
  readJsonPath,
  readRegExp,
  readValueFinder,
  scalarText,
  type ValueFinder,
} from './json-path.ts';

/** The rules of an answer, checked and ready to be asked. */

export interface AnswerRule {
  readonly statuses: readonly number[] | null;
  readonly body: RegExp | null;
  readonly json: { readonly path: JsonPath; readonly test: (text: string) => boolean } | null;
  readonly predicate: GatewayAnswerPredicate | null;
  readonly category: ProviderFailureCategory | null;
  readonly dependsOn: ProviderFailureDependence | undefined;
}

export interface AnswerRules {
  readonly accepted: readonly AnswerRule[];
  readonly refused: readonly AnswerRule[];
  readonly temporary: readonly AnswerRule[];
  readonly uncertain: readonly AnswerRule[];
}

export type RuledVerdict =
  | { readonly status: 'accepted' }
  /** `rule`: the one that fits; `null` where none does, or where two contradict each other. */
  | { readonly status: 'unknown'; readonly rule: AnswerRule | null }
  | { readonly status: 'refused'; readonly isTemporary: boolean; readonly rule: AnswerRule | null };

/** Only one verdict counts: an answer that both takes and refuses a message has said nothing. */
export function askRules(rules: AnswerRules, reading: AnswerReading): RuledVerdict {
  const { statusCode } = reading.answer;
  const isUsual = isSuccess(statusCode);
  const isClientError = isRefusing(statusCode) && !isRedirect(statusCode);
  const accepting = rules.accepted.find((rule) => fits(rule, reading, isUsual));
  const passing = rules.temporary.find((rule) => fits(rule, reading, isUsual || isClientError));
  const refusing = passing ?? rules.refused.find((rule) => fits(rule, reading, isUsual || isClientError));
  if (accepting !== undefined)
    return refusing === undefined ? { status: 'accepted' } : { status: 'unknown', rule: null };
  if (refusing !== undefined) return { status: 'refused', isTemporary: passing !== undefined, rule: refusing };
  return { status: 'unknown', rule: rules.uncertain.find((rule) => fits(rule, reading, isUsual)) ?? null };
}

function fits(rule: AnswerRule, reading: AnswerReading, isUsualStatus: boolean): boolean {
  const { statusCode, body } = reading.answer;
  if (!(rule.statuses === null ? isUsualStatus : rule.statuses.includes(statusCode))) return false;
  if (rule.predicate !== null) return callSafely(rule.predicate, reading.answer) === true;
  if (rule.body !== null && !rule.body.test(body)) return false;
  return rule.json === null || fitsJson(rule.json, reading.json());
}

function fitsJson({ path, test }: NonNullable<AnswerRule['json']>, json: unknown): boolean {
  const texts = readJsonPath(json, path).map(scalarText);
  return texts.length > 0 && texts.every((text) => text !== null && test(text));
}

/** Reads the options `answers` and `failureCodes`. */
export function readAnswerRules(value: unknown, problems: OptionProblems): AnswerRules | null {
  if (value === undefined) return null;
  if (!isOptions(value)) {
    problems.add('answers', 'must be an object');
    return null;
  }
  problems.addUnknown('answers', value, ['accepted', 'refused', 'temporary', 'uncertain']);
  return {
    accepted: readRules('accepted', value.accepted, problems),
    refused: value.refused === undefined ? [] : readRules('refused', value.refused, problems),
    temporary: value.temporary === undefined ? [] : readRules('temporary', value.temporary, problems),
    uncertain: value.uncertain === undefined ? [] : readRules('uncertain', value.uncertain, problems),
  };
}

/** The gateway's codes and what they mean. */
export interface FailureCodes {
  readonly find: ValueFinder;
  readonly categories: ReadonlyMap<string, ProviderFailureCategory>;
  readonly dependOnRecipient: readonly string[];
}

export function readFailureCodes(value: unknown, problems: OptionProblems): FailureCodes | null {
  if (value === undefined) return null;
  if (!isOptions(value) || !isOptions(value.categories) || value.find === undefined) {
    problems.add('failureCodes', 'must be an object with find and categories');
    return null;
  }
  problems.addUnknown('failureCodes', value, ['find', 'categories', 'dependOnRecipient']);
  const find = readValueFinder('failureCodes.find', value.find, problems);
  const categories = Object.entries(value.categories);
  for (const [code, category] of categories) {
    if (!isFailureCode(code)) problems.add('failureCodes.categories', 'has a code that is none');
    problems.addUnlessOneOf(joinPath('failureCodes.categories', code), category, PROVIDER_FAILURE_CATEGORIES);
  }
  const dependOnRecipient = readCodes(value.dependOnRecipient, problems);
  if (find === null) return null;
  return { find, categories: new Map(categories as [string, ProviderFailureCategory][]), dependOnRecipient };
}

function readCodes(value: unknown, problems: OptionProblems): readonly string[] {
  const codes: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [null];
  if (codes.every((code) => typeof code === 'string' && isFailureCode(code))) return codes as readonly string[];
  problems.add('failureCodes.dependOnRecipient', 'must be a list of codes, each a string');
  return [];
}

/** One word, so that no sentence of the gateway's with a number in it is ever shown. */
export function isFailureCode(code: string): boolean {
  return /^-?[A-Za-z0-9][\w.-]{0,31}$/.test(code);
}

type RuleKind = 'accepted' | 'refused' | 'temporary' | 'uncertain';

function readRules(kind: RuleKind, value: unknown, problems: OptionProblems): readonly AnswerRule[] {
  const path = joinPath('answers', kind);
  if (!Array.isArray(value)) return [readRule(kind, path, value, problems)];
  if (value.length === 0) problems.add(path, 'must have at least one rule');
  return value.map((rule, index) => readRule(kind, `${path}[${index}]`, rule, problems));
}

const EMPTY_RULE: AnswerRule = {
  statuses: null,
  body: null,
  json: null,
  predicate: null,
  category: null,
  dependsOn: undefined,
};

function readRule(kind: RuleKind, path: string, value: unknown, problems: OptionProblems): AnswerRule {
  if (typeof value === 'function') return { ...EMPTY_RULE, predicate: value as GatewayAnswerPredicate };
  if (!isOptions(value) || [value.status, value.body, value.json].every((part) => part === undefined)) {
    problems.add(path, 'must be a function of the answer, or an object with status, body or json');
    return EMPTY_RULE;
  }
  const known = ['status', 'body', 'json', ...(kind === 'accepted' ? [] : ['category', 'dependsOn'])];
  problems.addUnknown(path, value, known);
  const { status, body, json, category, dependsOn } = value;
  if (category !== undefined) {
    problems.addUnlessOneOf(joinPath(path, 'category'), category, PROVIDER_FAILURE_CATEGORIES);
  }
  if (dependsOn !== undefined) problems.addUnlessOneOf(joinPath(path, 'dependsOn'), dependsOn, ['recipient']);
  return {
    ...EMPTY_RULE,
    statuses: status === undefined ? null : readStatuses(kind, joinPath(path, 'status'), status, problems),
    body: body === undefined ? null : readRegExp(joinPath(path, 'body'), body, problems),
    json: json === undefined ? null : readJsonPattern(joinPath(path, 'json'), json, problems),
    category: (category as ProviderFailureCategory | undefined) ?? null,
    dependsOn: dependsOn === 'recipient' ? dependsOn : undefined,
  };
}

/** A redirect is never followed, so no rule can make anything of one. */
function readStatuses(kind: RuleKind, path: string, value: unknown, problems: OptionProblems): readonly number[] {
  const statuses: readonly unknown[] = Array.isArray(value) ? [...value] : [value];
  const last = kind === 'accepted' ? 299 : 599;
  const isStatus = (status: unknown): status is number =>
    Number.isInteger(status) &&
    Number(status) >= 200 &&
    Number(status) <= last &&
    Math.trunc(Number(status) / 100) !== 3;
  if (statuses.length > 0 && statuses.every(isStatus)) return statuses;
  problems.add(path, `must be statuses from 200 to ${last}${last === 599 ? ', and no redirects' : ''}`);
  return [];
}

function readJsonPattern(path: string, value: unknown, problems: OptionProblems): AnswerRule['json'] {
  if (!isOptions(value)) {
    problems.add(path, 'must be an object');
    return null;
  }
  problems.addUnknown(path, value, ['path', 'equals', 'matches']);
  const jsonPath = parseJsonPath(value.path);
  if (jsonPath === null) problems.add(joinPath(path, 'path'), 'must be a path such as messages[0].status');
  const equals = scalarText(value.equals);
  const matches = value.matches === undefined ? null : readRegExp(joinPath(path, 'matches'), value.matches, problems);
  if ((equals === null) === (value.matches === undefined)) {
    problems.add(path, 'must have either equals, a string, number or boolean, or matches');
  }
  if (jsonPath === null) return null;
  return { path: jsonPath, test: (text) => (matches === null ? text === equals : matches.test(text)) };
}
