/** What a random sequence is made of. Commands name challenges and sends by counting back, so that shrinking keeps them meaningful. */
import type { IssueIntent, NumberBudget } from '@countersign/otp-core/spec';
import fc from 'fast-check';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

/** One number, one budget: it does not change within a sequence. */
export interface RandomScenario {
  readonly budget: NumberBudget;
  readonly commands: readonly RandomCommand[];
}

/** Counts back: 0 is the latest there is. */
type Back = number;

/** Which challenges are counted: those that are open, if there are any, or all there ever were. */
type Among = 'open' | 'all';

export type RandomCommand =
  | {
      readonly verb: 'issue';
      readonly subject: number;
      readonly purpose: string;
      readonly intent: IssueIntent;
      /** The challenge to resend; also the request to repeat where `isRetry`. */
      readonly back: Back;
      readonly among: Among;
      readonly isRetry: boolean;
      readonly origin: 'own' | 'provider';
      readonly repeatedCode: 'same' | 'new';
      readonly knownClient: boolean;
      readonly ttlMs: number;
      readonly maxAttempts: number;
    }
  | {
      readonly verb: 'redeem';
      readonly subject: number;
      readonly back: Back;
      readonly among: Among;
      readonly binding: 'challenge' | 'number';
      readonly guess: RandomGuess;
      readonly otherPurpose: boolean;
    }
  | { readonly verb: 'settle'; readonly subject: number; readonly back: Back; readonly otherPurpose: boolean }
  | { readonly verb: 'refuse'; readonly subject: number; readonly back: Back }
  | { readonly verb: 'cancel'; readonly subject: number; readonly back: Back }
  | { readonly verb: 'unlock'; readonly subject: number }
  | { readonly verb: 'pass'; readonly durationMs: number }
  /** Lets time pass until just before, at or just after a moment that an outcome named. */
  | { readonly verb: 'pass-until'; readonly back: Back; readonly offsetMs: number };

/** `former`: the code before the latest resend with a new one. `several`: right under the last of sixteen keys, wrong under all others. */
export type RandomGuess = 'right' | 'wrong' | 'former' | 'of-another-challenge' | 'several' | 'ask-provider';

const subject = fc.constantFrom(0, 0, 0, 1);
const back = fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 5);
const among = fc.constantFrom<Among>('open', 'open', 'open', 'all');
const rarely = fc.constantFrom(false, false, false, false, false, true);

const COMMAND: fc.Arbitrary<RandomCommand> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      verb: fc.constant('issue' as const),
      subject,
      purpose: fc.constantFrom('login', 'login', 'payment'),
      intent: fc.constantFrom<IssueIntent>('new', 'new', 'resend', 'reuse-live'),
      back,
      among,
      isRetry: rarely,
      origin: fc.constantFrom('own' as const, 'own' as const, 'provider' as const),
      repeatedCode: fc.constantFrom('same' as const, 'new' as const),
      knownClient: fc.constantFrom(false, false, true),
      ttlMs: fc.constantFrom(10 * MINUTE_MS, 5 * MINUTE_MS, MINUTE_MS, 10 * SECOND_MS),
      maxAttempts: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      verb: fc.constant('redeem' as const),
      subject,
      back,
      among,
      binding: fc.constantFrom('challenge' as const, 'challenge' as const, 'number' as const),
      guess: fc.constantFrom<RandomGuess>(
        'right',
        'wrong',
        'wrong',
        'wrong',
        'former',
        'of-another-challenge',
        'several',
        'ask-provider',
      ),
      otherPurpose: rarely,
    }),
  },
  { weight: 6, arbitrary: fc.record({ verb: fc.constant('settle' as const), subject, back, otherPurpose: rarely }) },
  { weight: 3, arbitrary: fc.record({ verb: fc.constant('refuse' as const), subject, back }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('cancel' as const), subject, back }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('unlock' as const), subject }) },
  {
    weight: 7,
    arbitrary: fc.record({
      verb: fc.constant('pass' as const),
      durationMs: fc.constantFrom(1, 1, SECOND_MS, SECOND_MS, 5 * SECOND_MS, 5 * SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      verb: fc.constant('pass-until' as const),
      back,
      offsetMs: fc.constantFrom(0, 0, -1, 1),
    }),
  },
);

const windowOf = (maxs: readonly [number, number], ...durationsMs: readonly number[]) =>
  fc.record({ max: fc.integer({ min: maxs[0], max: maxs[1] }), durationMs: fc.constantFrom(...durationsMs) });

/**
 * As an engine would hand it over: some send quota looks back a day or longer, and failures are remembered for a year,
 * longer than any sequence lasts. What is older may be forgotten, and the port does not say when.
 */
const BUDGET: fc.Arbitrary<NumberBudget> = fc.record({
  maxLiveChallenges: fc.integer({ min: 1, max: 4 }),
  cooldownsMs: fc.constantFrom(
    [],
    [SECOND_MS],
    [SECOND_MS, 5 * SECOND_MS, MINUTE_MS],
    [30 * SECOND_MS, 10 * SECOND_MS],
    [MINUTE_MS, HOUR_MS],
  ),
  sendQuotas: fc
    .tuple(
      fc.array(windowOf([1, 6], MINUTE_MS, 10 * MINUTE_MS, HOUR_MS), { maxLength: 2 }),
      windowOf([3, 20], DAY_MS, 2 * DAY_MS),
    )
    .map(([short, long]) => [...short, long]),
  failureQuotas: fc
    .tuple(fc.array(windowOf([4, 12], 10 * MINUTE_MS, DAY_MS), { maxLength: 2 }), windowOf([8, 64], YEAR_MS))
    .map(([short, long]) => [...short, long]),
  maxConsecutiveFailures: fc.constantFrom(6, 12, 1000),
  knownClientReserve: fc.constantFrom(0, 0.1, 0.25, 0.5),
  stepUp: fc.record({
    afterFailures: fc.constantFrom(1, 3, 5, 1000),
    withinMs: fc.constantFrom(HOUR_MS, YEAR_MS),
  }),
});

export const RANDOM_SCENARIO: fc.Arbitrary<RandomScenario> = fc.record({
  budget: BUDGET,
  commands: fc.array(COMMAND, { minLength: 1, maxLength: 60, size: 'max' }),
});
