import { describe, expect, it } from 'vitest';
import { OptionProblems } from '../adapter/options.ts';
import { OtpConfigurationError } from '../errors/otp-error.ts';
import type { OtpPolicyOptions } from '../policy/index.ts';
import { resolvePolicy } from '../policy/index.ts';
import { assessPolicy } from './assess-policy.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function daily(max: number, more: OtpPolicyOptions = {}): OtpPolicyOptions {
  return { failureQuotas: [{ max, durationMs: DAY_MS }], stepUp: null, ...more };
}

/** A chance with two significant digits, as tables give it. */
function rounded(chance: number): number {
  return Number(chance.toPrecision(2));
}

function weakOptions(...input: Parameters<typeof assessPolicy>): readonly string[] {
  return assessPolicy(...input).warnings.map(({ option }) => option);
}

describe('assessPolicy', () => {
  it('gives the figures of the standard preset', () => {
    const { guessing } = assessPolicy();
    expect(guessing.perChallenge.chance).toBeCloseTo(5e-6, 12);
    expect(guessing.perDay.guesses).toEqual([
      { codeLength: 6, guesses: 19 },
      { codeLength: 8, guesses: 20 },
    ]);
    expect(guessing.perYear.guesses).toEqual([
      { codeLength: 6, guesses: 19 },
      { codeLength: 8, guesses: 7300 },
    ]);
    expect(rounded(guessing.perDay.chance)).toBe(1.9e-5);
    expect(rounded(guessing.perYear.chance)).toBe(9.2e-5);
  });

  it('gives the figures of the strict preset', () => {
    const { guessing } = assessPolicy({ preset: 'strict' });
    expect(guessing.perChallenge.chance).toBeCloseTo(3e-8, 14);
    expect(guessing.perDay.guesses).toEqual([{ codeLength: 8, guesses: 12 }]);
    expect(guessing.perYear.guesses).toEqual([{ codeLength: 8, guesses: 4380 }]);
    expect(rounded(guessing.perYear.chance)).toBe(4.4e-5);
  });

  it.each([
    { failuresADay: 50, codeLength: 6, perDay: 5e-5, perYear: 1.8e-2 },
    { failuresADay: 20, codeLength: 6, perDay: 2e-5, perYear: 7.3e-3 },
    { failuresADay: 10, codeLength: 6, perDay: 1e-5, perYear: 3.6e-3 },
    { failuresADay: 25, codeLength: 8, perDay: 2.5e-7, perYear: 9.1e-5 },
  ])('knows what $failuresADay failures a day at $codeLength digits are worth', (row) => {
    const { guessing } = assessPolicy(daily(row.failuresADay, { codeLength: row.codeLength }));
    expect(rounded(guessing.perDay.chance)).toBe(row.perDay);
    expect(rounded(guessing.perYear.chance)).toBe(row.perYear);
  });

  it('takes the tightest of several failure windows', () => {
    const failureQuotas = [
      { max: 20, durationMs: DAY_MS },
      { max: 40, durationMs: 30 * DAY_MS },
    ];
    const { guessing } = assessPolicy({ failureQuotas, stepUp: null });
    expect(guessing.perDay.guesses).toEqual([{ codeLength: 6, guesses: 20 }]);
    expect(guessing.perYear.guesses).toEqual([{ codeLength: 6, guesses: 520 }]);
  });

  it('lets codes be short again once step-up forgets', () => {
    const stepUp = { afterFailures: 3, withinMs: 30 * DAY_MS, codeLength: 8 };
    const { guesses } = assessPolicy({ stepUp, maxAttempts: 3 }).guessing.perYear;
    expect(guesses[0]).toEqual({ codeLength: 6, guesses: 13 * (2 + 3 * 3) });
  });

  it('never counts more short codes than guesses', () => {
    const stepUp = { afterFailures: 64, withinMs: 365 * DAY_MS, codeLength: 8 };
    expect(assessPolicy({ stepUp }).guessing.perDay.guesses[0]).toEqual({ codeLength: 6, guesses: 20 });
  });

  it('counts the weakest purpose: the shortest code, the most tries', () => {
    const purposes = { login: { codeLength: 5 }, payment: { codeLength: 8, maxAttempts: 3 } };
    const { guessing } = assessPolicy({}, { purposes });
    expect(guessing.perYear.guesses).toEqual([
      { codeLength: 5, guesses: 19 },
      { codeLength: 8, guesses: 7300 },
    ]);
    expect(assessPolicy({}, { purposes: { login: { maxAttempts: 10 } } }).guessing.perYear.guesses[0]).toEqual({
      codeLength: 6,
      guesses: 4 + 20,
    });
  });

  it('counts codes of a provider at their own length, in windows stretched for short ones', () => {
    const codeOrigin = { kind: 'provider', codeLength: 4, concurrency: 'per-number' } as const;
    expect(assessPolicy({}, { codeOrigin }).guessing).toMatchObject({
      perDay: { guesses: [{ codeLength: 4, guesses: 20 }] },
      perYear: { guesses: [{ codeLength: 4, guesses: 4 * 20 }] },
    });
    const sixDigits = assessPolicy({}, { codeOrigin: { ...codeOrigin, codeLength: 6 } });
    expect(sixDigits.guessing.perYear.guesses).toEqual([{ codeLength: 6, guesses: 7300 }]);
  });

  it.each([
    { maxAttempts: 3, chances: [3e-3, 3e-2, 0.26, 0.95] },
    { maxAttempts: 5, chances: [5e-3, 4.9e-2, 0.39, 0.99] },
  ])('knows what $maxAttempts guesses at each of many numbers are worth', ({ maxAttempts, chances }) => {
    const rounds = [1e3, 1e4, 1e5, 1e6].map((numbers) => assessPolicy({ maxAttempts }, { numbers }).fleet.perRound);
    expect(rounds.map(({ chance }) => rounded(chance))).toEqual(chances);
    expect(rounds.map(({ expectedTakeovers }) => rounded(expectedTakeovers))).toEqual(
      [1e3, 1e4, 1e5, 1e6].map((numbers) => rounded((numbers * maxAttempts) / 1e6)),
    );
  });

  it('holds a fleet attack to what its addresses may ask and check', () => {
    const { fleet } = assessPolicy({}, { addresses: 10 });
    expect(fleet.numbersPerDay).toBe(10 * 100 * 24);
    expect(fleet.perDay.guesses[0]).toEqual({ codeLength: 6, guesses: 10 * 200 * 24 });
    expect(assessPolicy().fleet.perDay.guesses[0]).toEqual({ codeLength: 6, guesses: 19e6 });
  });

  it('tells what strangers can do to a number', () => {
    expect(assessPolicy().strangers).toEqual({
      messagesPerHour: 4,
      messagesPerDay: 8,
      messagesPerYear: 8 * 365,
      failuresUntilLock: 71,
      daysUntilLock: 5,
    });
    expect(assessPolicy({ preset: 'strict' }).strangers).toMatchObject({ failuresUntilLock: 36, daysUntilLock: 4 });
  });

  it('tells what an attack from one address, one network and everywhere can cost', () => {
    expect(assessPolicy().spending).toEqual({
      perAddressPerDay: 2400,
      perNetworkPerDay: 7200,
      perNumberRangePerDay: 720,
      altogetherPerDay: Number.POSITIVE_INFINITY,
    });
    const rateLimits = {
      requestsPerAddress: [],
      requestsPerNumberPrefix: [{ max: 7, durationMs: 7 * HOUR_MS }],
      requestsPerDeployment: [
        { max: 50, durationMs: HOUR_MS },
        { max: 500, durationMs: DAY_MS },
      ],
    };
    expect(assessPolicy({ rateLimits }).spending).toEqual({
      perAddressPerDay: 500,
      perNetworkPerDay: 500,
      perNumberRangePerDay: 28,
      altogetherPerDay: 500,
    });
  });

  it('takes a resolved policy', () => {
    const problems = new OptionProblems('test');
    const purposes = { login: { codeLength: 5 } };
    const resolved = resolvePolicy({ policy: { preset: 'strict' }, purposes, message: undefined }, problems);
    expect(assessPolicy(resolved)).toEqual(assessPolicy({ preset: 'strict' }, { purposes }));
  });

  it.each(['standard', 'strict'] as const)('has nothing to warn of in the %s preset', (preset) => {
    expect(assessPolicy({ preset }).warnings).toEqual([]);
    expect(assessPolicy({ preset }).guessing.perYear.chance).toBeLessThan(1e-4);
  });

  it.each<readonly [string, string, OtpPolicyOptions]>([
    ['a number that is guessed too easily', 'policy.stepUp', { stepUp: null }],
    ['too many failures', 'policy.failureQuotas', { failureQuotas: [{ max: 64, durationMs: DAY_MS }] }],
    ['first codes of four digits', 'policy.codeLength', { codeLength: 4 }],
    ['a lock that comes late', 'policy.maxConsecutiveFailures', { maxConsecutiveFailures: 101 }],
    ['no cooldown', 'policy.cooldownsMs', { cooldownsMs: [] }],
    ['no reserve', 'policy.knownClientReserve', { knownClientReserve: 0 }],
    ['a reserve of less than a challenge', 'policy.failureQuotas', daily(16, { codeLength: 8 })],
    ['one place for everybody', 'policy.maxLiveChallenges', { maxLiveChallenges: 1 }],
    ['one message for everybody', 'policy.sendQuotas', { sendQuotas: [{ max: 1, durationMs: HOUR_MS }] }],
    ['messages without end', 'policy.sendQuotas', { sendQuotas: [{ max: 5, durationMs: HOUR_MS }] }],
    ['binding by number', 'policy.binding', { binding: 'number' }],
    ['addresses without a limit', 'policy.rateLimits.checksPerAddress', { rateLimits: { checksPerAddress: [] } }],
  ])('warns of %s', (_weakness, option, policy) => {
    expect(weakOptions(policy)).toContain(option);
  });

  it('warns of a purpose by its own path', () => {
    const purposes = { login: { codeLength: 4, binding: 'number' } } as const;
    expect(weakOptions({}, { purposes })).toEqual([
      'policy.failureQuotas',
      'purposes.login.codeLength',
      'purposes.login.binding',
    ]);
  });

  it('warns of short codes of a provider, not of lengths that it does not use', () => {
    const codeOrigin = { kind: 'provider', codeLength: 4, concurrency: 'per-number' } as const;
    expect(weakOptions({ codeLength: 4 }, { codeOrigin })).toEqual([
      'policy.failureQuotas',
      'provider.capabilities.codeLength',
    ]);
  });

  it('writes a warning that goes on from its option', () => {
    expect(assessPolicy({ stepUp: null }).warnings).toEqual([
      {
        option: 'policy.stepUp',
        message:
          'is null, which lets an attacker guess a code of one number with a chance of 1 in 137 a year (target: 1 in 10,000)',
      },
    ]);
  });

  it('refuses options that make no sense, all at once', () => {
    const nonsense = { numbers: 0, addresses: -1, codeOrigin: { kind: 'provider' }, number: 1 };
    try {
      assessPolicy({ codeLength: 3 }, nonsense as unknown as Parameters<typeof assessPolicy>[1]);
      expect.unreachable();
    } catch (error) {
      if (!OtpConfigurationError.isInstance(error)) throw error;
      expect(error.problems.map(({ option }) => option)).toEqual([
        'number',
        'policy.codeLength',
        'codeOrigin.codeLength',
        'codeOrigin.concurrency',
        'numbers',
        'addresses',
      ]);
    }
  });
});
