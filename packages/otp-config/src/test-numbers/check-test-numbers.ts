import { isOptions } from '@countersign/otp-core/adapter';
import { endOfDay } from '../catalog/test-numbers.ts';
import type { ProblemCode } from '../problems/setting-problem.ts';
import type { EnvironmentName, OtpSettings } from '../settings/otp-settings.ts';

/** Nothing of a number or its code is repeated: both open an account. */
export function checkTestNumbers(
  { testNumbers, environment = 'production', clock }: Partial<OtpSettings>,
  add: (code: ProblemCode, message: string) => void,
): void {
  if (testNumbers === undefined) return;
  const given: unknown = testNumbers;
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (all.length > 32 || !all.every(isTestNumber)) {
    add(
      'wrong-shape',
      "must be a list of at most 32 objects { phoneNumber: '+15555550100', code: '123456', until: '2026-12-31' }",
    );
    return;
  }
  if (new Set(all.map(({ phoneNumber }) => phoneNumber)).size < all.length)
    add('refused-setting', 'names a number twice');
  if (new Set(all.map(({ code }) => code.length)).size > 1) {
    add('refused-setting', 'must all have codes of the same length');
  }
  const lastDay = aYearAfter(typeof clock?.now === 'function' ? clock.now() : Date.now());
  if (!UNDATED.includes(environment) && all.some(({ until }) => until === undefined)) {
    const where = environment === 'production' ? 'in production' : 'unless NODE_ENV is development or test';
    add(
      'production-refusal',
      `needs a last day ${where}, such as ${lastDay}: anyone who knows the code can use the account`,
    );
  }
  // Days are written so that the later one is the greater text.
  if (all.some(({ until }) => until !== undefined && until > lastDay)) {
    add('production-refusal', `must end within a year, by ${lastDay}`);
  }
}

/** Where nobody but the developers has accounts. */
const UNDATED: readonly EnvironmentName[] = ['development', 'test'];

function aYearAfter(nowMs: number): string {
  const day = new Date(Number.isFinite(nowMs) ? nowMs : Date.now());
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.toISOString().slice(0, 10);
}

function isTestNumber(value: unknown): value is { phoneNumber: string; code: string; until?: string } {
  if (!isOptions(value)) return false;
  const { phoneNumber, code, until, ...others } = value;
  const isDay = until === undefined || (typeof until === 'string' && endOfDay(until) !== null);
  return (
    isDay &&
    matches(/^\+[1-9]\d{6,14}$/, phoneNumber) &&
    matches(/^\d{4,10}$/, code) &&
    Object.keys(others).length === 0
  );
}

function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === 'string' && pattern.test(value);
}
