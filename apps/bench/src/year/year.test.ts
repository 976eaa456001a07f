import type { OtpPolicyPreset } from '@countersign/otp-core';
import { describe, expect, it } from 'vitest';
import { guessTinyCodes } from './guess-tiny-codes.ts';
import type { OwnerHabit } from './owner.ts';
import { createSiege, NUMBER } from './siege.ts';
import { brokenPromises, simulateYear, type YearReport } from './simulate-year.ts';
import { DAY_MS, mostInAnySpan, SECOND_MS } from './spans.ts';
import { STRATEGIES } from './strategies.ts';

const START_MS = Date.UTC(2030, 0, 1);
const PRESETS = ['standard', 'strict'] as const;

/** `npm run bench -- year` runs them all; these are one of each kind. */
const ATTACKS = [
  'the same, each resend a new code',
  'having the sends refused',
  'hoarding across step-up',
  'all combined',
  'at random (seed 1)',
  'without a handle, bound by number',
  'as one, hoarding across step-up',
];

const years = new Map<string, Promise<YearReport>>();

/** Each year is lived once, however many tests look back on it. */
function yearOf(preset: OtpPolicyPreset, name: string, owner: OwnerHabit = 'recognised'): Promise<YearReport> {
  const strategy = STRATEGIES.find((each) => each.name === name && each.owner === owner);
  if (strategy === undefined) throw new Error(`There is no attack '${name}' on an owner who is ${owner}.`);
  const key = `${preset} ${name} ${owner}`;
  const year = years.get(key) ?? simulateYear(preset, strategy);
  years.set(key, year);
  return year;
}

describe.each(PRESETS)('simulateYear, %s', (preset) => {
  it.each(ATTACKS)('stays within the assessment: %s', async (name) => {
    const report = await yearOf(preset, name);
    expect(brokenPromises(report)).toEqual([]);
    expect(report.guessesByLength.size).toBeGreaterThan(0);
    expect(report.chance).toBeLessThan(1e-4);
  });

  it('lets a recognised owner in every day, whatever strangers do', async () => {
    const reports = await Promise.all(ATTACKS.map((name) => yearOf(preset, name)));
    const days = reports.filter(({ strategy }) => strategy.mustLetOwnerIn).map(({ daysVerified }) => daysVerified);
    expect(days).toEqual([365, 365, 365, 365, 365]);
  });
});

describe('simulateYear', () => {
  it('attacks as hard as strangers can: a bound that nobody comes near would prove nothing', async () => {
    const { guessesByLength } = await yearOf('standard', 'all combined');
    expect(guessesByLength.get(6)).toBe(4 + 2 * 5);
    expect(guessesByLength.get(8)).toBeGreaterThan(5400);
  });

  it('meets as many short codes as the formula says where the attacker passes for a known client', async () => {
    const { guessesByLength, mostGuessesInADay } = await yearOf('standard', 'as one, hoarding across step-up');
    expect(guessesByLength.get(6)).toBe(4 + 3 * 5);
    expect(mostGuessesInADay).toBe(20);
  });

  it.each([
    ['standard', 71, 75],
    ['strict', 36, 38],
  ] as const)('stops %s for good at the lock where no owner signs in', async (preset, fewest, most) => {
    const { guessesByLength } = await yearOf(preset, 'all combined', 'absent');
    const guesses = [...guessesByLength.values()].reduce((sum, count) => sum + count, 0);
    expect(guesses).toBeGreaterThanOrEqual(fewest);
    expect(guesses).toBeLessThanOrEqual(most);
  });
});

describe('brokenPromises', () => {
  it('names everything that went worse than promised', async () => {
    const report = await yearOf('standard', 'all combined');
    const worse = {
      ...report,
      guessesByLength: new Map([
        [6, 20],
        [8, 7301],
      ]),
      chance: 1e-4,
      mostGuessesInADay: 21,
      mostMessagesInADay: 9,
      daysVerified: 364,
    };
    expect(brokenPromises(worse)).toHaveLength(6);
  });
});

describe('createSiege', () => {
  it.each(PRESETS)('leaves a code from before the attack to its owner, %s', async (preset) => {
    const siege = createSiege({ preset }, START_MS);
    const sent = await siege.otp.request({ to: NUMBER });
    if (!sent.ok) throw new Error(sent.reason);
    const code = siege.sender.latestCode();
    let guesses = 0;
    for (siege.nowMs += 30 * SECOND_MS; siege.nowMs < sent.expiresAt.getTime() - 1; siege.nowMs += 30 * SECOND_MS) {
      const opened = await siege.open();
      if (opened.status === 'open') await siege.guess(opened.held);
      guesses = siege.guesses.length;
    }
    siege.nowMs = sent.expiresAt.getTime() - 1;
    expect(guesses).toBeGreaterThan(0);
    expect(await siege.otp.verify({ challenge: sent.challenge, code })).toMatchObject({ ok: true });
  });

  it('counts failures of a send that the provider refused, and no message', async () => {
    const siege = createSiege({ preset: 'standard' }, START_MS);
    await siege.guessBeforeRefusal('key');
    expect(siege.guesses).toHaveLength(5);
    expect(siege.messagesAtMs).toEqual([]);
    siege.nowMs += 30 * SECOND_MS;
    expect(await siege.open()).toMatchObject({ status: 'open', held: { codeLength: 8 } });
  });
});

describe('guessTinyCodes', () => {
  it.each([
    { numbers: 4_000, lengths: [2, 3] },
    { numbers: 8_000, lengths: [3, 4] },
  ] as const)('hits as often as the formula says, $lengths digits', async (tiny) => {
    const { observed, expected, deviation } = await guessTinyCodes(tiny);
    expect(observed).toBeGreaterThan(0);
    expect(Math.abs(observed - expected)).toBeLessThan(3 * deviation);
  });
});

describe('mostInAnySpan', () => {
  it.each([
    { momentsMs: [], most: 0 },
    { momentsMs: [0, DAY_MS - 1], most: 2 },
    { momentsMs: [0, DAY_MS], most: 1 },
    { momentsMs: [0, 5, 5, DAY_MS + 4, DAY_MS + 5], most: 3 },
  ])('finds $most of $momentsMs in a day', ({ momentsMs, most }) => {
    expect(mostInAnySpan(momentsMs, DAY_MS)).toBe(most);
  });
});
