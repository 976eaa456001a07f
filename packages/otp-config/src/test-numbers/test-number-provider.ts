import { createHash, timingSafeEqual } from 'node:crypto';
import type { CheckOutcome, VerificationProvider } from '@countersign/otp-core/spec';
import type { TestNumberDirectory } from './test-number-directory.ts';

/** Stands in events and handles. */
const TEST_NUMBERS_ID = 'test-numbers';

/** Names no verification at any vendor. */
const REFERENCE = 'test-number';

/**
 * Test numbers as a verification provider: it sends nothing and knows the code. All else is the engine's, so a test number
 * has the limits, the tries, the one use and the expiry of any other.
 */
export function createTestNumberProvider(directory: TestNumberDirectory): VerificationProvider {
  return {
    specificationVersion: 'v1',
    kind: 'verification-provider',
    providerId: TEST_NUMBERS_ID,
    capabilities: {
      concurrency: 'independent',
      codeLength: directory.codeLength,
      maxChecks: null,
      checkByNumber: true,
    },
    async start({ to }) {
      if (directory.codeOf(to) !== null) return { status: 'accepted', reference: REFERENCE };
      const message = 'No test number, or no longer.';
      const failure = {
        category: 'invalid-recipient',
        retryable: false,
        providerId: TEST_NUMBERS_ID,
        message,
      } as const;
      return { status: 'refused', failure };
    },
    check: async ({ to, code }) => checkTestNumber(directory, to, code),
  };
}

/** The same provider where the codes are a provider's: test numbers never reach it, all others always do. */
export function withTestNumbers(provider: VerificationProvider, directory: TestNumberDirectory): VerificationProvider {
  const own = createTestNumberProvider(directory);
  const { providerId, capabilities, cancel } = provider;
  return {
    specificationVersion: 'v1',
    kind: 'verification-provider',
    providerId,
    capabilities,
    start: (input, options) =>
      directory.codeOf(input.to) === null ? provider.start(input, options) : own.start(input),
    async check(input, options) {
      const isOurs = input.reference === null ? directory.codeOf(input.to) !== null : input.reference === REFERENCE;
      return isOurs ? own.check(input) : provider.check(input, options);
    },
    ...(cancel === undefined
      ? {}
      : { cancel: async (reference, options) => (reference === REFERENCE ? undefined : cancel(reference, options)) }),
    warmUp: async () => provider.warmUp?.(),
  };
}

/** A code that has had its last day has expired; one of another number is none. */
function checkTestNumber(directory: TestNumberDirectory, to: string, guess: string): CheckOutcome {
  const code = directory.codeOf(to);
  if (code === null) return { status: directory.has(to) ? 'expired' : 'not-found' };
  return isSame(code, guess) ? { status: 'approved', phoneNumber: to } : { status: 'mismatch' };
}

function isSame(code: string, guess: string): boolean {
  const [one, other] = [code, guess].map((each) => createHash('sha256').update(each).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
