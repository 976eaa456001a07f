import { isOptions } from '@countersign/otp-core/adapter';
import { endOfDay } from '../catalog/test-numbers.ts';
import type { ProblemCode } from '../problems/setting-problem.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';

/** Nothing of a number or its code is repeated: both open an account. */
export function checkTestNumbers(
  { testNumbers, environment = 'production' }: Partial<OtpSettings>,
  add: (code: ProblemCode, message: string) => void,
): void {
  if (testNumbers === undefined) return;
  const given: unknown = testNumbers;
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (all.length > 32 || !all.every(isTestNumber)) {
    add(
      'wrong-shape',
      "must be at most 32 objects { phoneNumber: '+15555550100', code: '123456', until: '2026-12-31' }",
    );
    return;
  }
  if (new Set(all.map(({ phoneNumber }) => phoneNumber)).size < all.length)
    add('refused-setting', 'names a number twice');
  if (new Set(all.map(({ code }) => code.length)).size > 1) {
    add('refused-setting', 'must have codes of equally many digits');
  }
  if (environment === 'production' && all.some(({ until }) => until === undefined)) {
    add(
      'production-refusal',
      'needs a last day in production, such as 2026-12-31: whoever knows the code has the account',
    );
  }
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
