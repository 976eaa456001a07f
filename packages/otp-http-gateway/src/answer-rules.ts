/** The rules of an answer, checked and ready to be asked. */
import type { ProviderFailureCategory, ProviderFailureDependence } from '@countersign/otp-core/spec';
import type { AnswerReading } from './answer-reading.ts';
import { callSafely } from './call-safely.ts';
import type { GatewayAnswerPredicate } from './gateway-answer.ts';
import { type JsonPath, readJsonPath, scalarText } from './json-path.ts';

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
  const isSuccess = statusCode >= 200 && statusCode <= 299;
  // 408 is what a proxy says that has lost patience, and no word of the gateway's.
  const isClientError = statusCode >= 400 && statusCode <= 499 && statusCode !== 408;
  const accepting = rules.accepted.find((rule) => fits(rule, reading, isSuccess));
  const passing = rules.temporary.find((rule) => fits(rule, reading, isSuccess || isClientError));
  const refusing = passing ?? rules.refused.find((rule) => fits(rule, reading, isSuccess || isClientError));
  if (accepting !== undefined)
    return refusing === undefined ? { status: 'accepted' } : { status: 'unknown', rule: null };
  if (refusing !== undefined) return { status: 'refused', isTemporary: passing !== undefined, rule: refusing };
  return { status: 'unknown', rule: rules.uncertain.find((rule) => fits(rule, reading, isSuccess)) ?? null };
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
