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

export function createTestNumberDirectory(
  testNumbers: readonly TestNumber[],
  clock: Clock | undefined,
): TestNumberDirectory {
  const byNumber = new Map(
    testNumbers.map(({ phoneNumber, code, until }) => {
      const endsAtMs = until === undefined ? Number.POSITIVE_INFINITY : (endOfDay(until) ?? 0);
      return [phoneNumber, { code, endsAtMs }] as const;
    }),
  );
  const now = () => clock?.now() ?? Date.now();

  function codeOf(to: unknown): string | null {
    const found = byNumber.get(normalize(to));
    return found !== undefined && now() < found.endsAtMs ? found.code : null;
  }

  return {
    codeLength: testNumbers[0]?.code.length ?? 0,
    codeOf,
    has: (to) => byNumber.has(normalize(to)),
    parserBefore: (next) => ({
      parse(input) {
        const phoneNumber = normalize(input);
        if (codeOf(input) === null) return next?.parse(input) ?? { status: 'invalid' };
        return { status: 'valid', phoneNumber: phoneNumber as `+${string}`, country: null };
      },
    }),
  };
}

/** As the engine's own parser takes numbers: a plus, digits, and the separators people type. */
function normalize(to: unknown): string {
  return typeof to === 'string' && to.length <= 40 && !to.includes('(0)') ? to.replaceAll(/[ ().-]/g, '') : '';
}
