/** Which numbers have a code of their own just now. */
import type { Clock, PhoneNumberParser } from '@countersign/otp-core';
import { endOfDay } from '../catalog/test-numbers.ts';
import type { TestNumber } from '../settings/otp-settings.ts';

export interface TestNumberDirectory {
  /** Digits of the codes; they are equally long. */
  readonly codeLength: number;
  /** The code of a number as a person writes it; `null` where it is no test number, or no longer. */
  codeOf(to: unknown): string | null;
  /** True for what was a test number once, too. */
  has(to: unknown): boolean;
  /** Finds test numbers, which are often none that exist, before `next` is asked. */
  parserBefore(next: PhoneNumberParser | null): PhoneNumberParser;
}

/** `phone` is the deployment's parser, which knows more spellings of a number. */
export function createTestNumberDirectory(
  testNumbers: readonly TestNumber[],
  clock: Clock | undefined,
  phone: PhoneNumberParser | undefined,
): TestNumberDirectory {
  const byNumber = new Map(
    testNumbers.flatMap(({ phoneNumber, code, until }) => {
      const endsAtMs = until === undefined ? Number.POSITIVE_INFINITY : (endOfDay(until) ?? 0);
      const line = readBy(phone, phoneNumber) ?? phoneNumber;
      const entry = { phoneNumber: line, code, endsAtMs };
      return [[phoneNumber, entry] as const, [line, entry] as const];
    }),
  );
  const now = () => clock?.now() ?? Date.now();

  function find(to: unknown) {
    return byNumber.get(normalize(to)) ?? byNumber.get(readBy(phone, to) ?? '');
  }

  function codeOf(to: unknown): string | null {
    const found = find(to);
    return found !== undefined && now() < found.endsAtMs ? found.code : null;
  }

  return {
    codeLength: testNumbers[0]?.code.length ?? 0,
    codeOf,
    has: (to) => find(to) !== undefined,
    parserBefore: (next) => ({
      parse(input) {
        const found = find(input);
        if (found === undefined || codeOf(input) === null) return next?.parse(input) ?? { status: 'invalid' };
        return { status: 'valid', phoneNumber: found.phoneNumber as `+${string}`, country: null };
      },
    }),
  };
}

/** A parser that throws has found none. */
function readBy(phone: PhoneNumberParser | undefined, to: unknown): string | null {
  if (phone === undefined || typeof to !== 'string' || to.length > 256) return null;
  try {
    const outcome = phone.parse(to);
    return outcome.status === 'valid' ? outcome.phoneNumber : null;
  } catch {
    return null;
  }
}

/** As the engine's own parser takes numbers: a plus, digits, and the separators people type. */
function normalize(to: unknown): string {
  return typeof to === 'string' && to.length <= 40 && !to.includes('(0)') ? to.replaceAll(/[ ().-]/g, '') : '';
}
