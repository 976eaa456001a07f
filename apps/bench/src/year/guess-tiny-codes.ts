/**
 * The formula against the facts: codes so short that guessing hits, drawn and guessed at many numbers by the store's
 * own rules. Straight at the store, as nobody may configure an engine with codes of two digits.
 */
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import type { CodeStore, NumberBudget } from '@countersign/otp-core/spec';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';
import { DAY_MS, SECOND_MS } from './spans.ts';

export interface TinyCodes {
  readonly numbers: number;
  /** Digits before and after step-up. */
  readonly lengths: readonly [usual: number, longer: number];
}

export interface HitRate {
  /** The share of numbers of which a code was guessed. */
  readonly observed: number;
  /** The same by the formula. */
  readonly expected: number;
  /** What chance makes of the observed: one standard deviation. */
  readonly deviation: number;
}

const TRIES = 5;
const CHALLENGES = 4;
const BUDGET: NumberBudget = {
  maxLiveChallenges: CHALLENGES,
  cooldownsMs: [SECOND_MS],
  sendQuotas: [{ max: 64, durationMs: DAY_MS }],
  failureQuotas: [{ max: TRIES * CHALLENGES, durationMs: DAY_MS }],
  maxConsecutiveFailures: 100,
  knownClientReserve: 0,
  stepUp: { afterFailures: TRIES, withinMs: DAY_MS },
};

export async function guessTinyCodes({ numbers, lengths }: TinyCodes): Promise<HitRate> {
  // Strangers may fill half of it at any speed.
  const store = createMemoryCodeStore({ maxNumbers: 2 * numbers });
  const random = createSeededRandom(lengths[0]);
  let taken = 0;
  for (let number = 0; number < numbers; number += 1) {
    if (await isTaken(store, `number-${number}`, lengths, random)) taken += 1;
  }
  const [usual, longer] = lengths;
  // Four challenges: one before step-up, three after it; the guesses at one code are all different.
  const expected = 1 - (1 - TRIES / 10 ** usual) * (1 - TRIES / 10 ** longer) ** (CHALLENGES - 1);
  return { observed: taken / numbers, expected, deviation: Math.sqrt((expected * (1 - expected)) / numbers) };
}

async function isTaken(
  store: CodeStore,
  subject: string,
  lengths: TinyCodes['lengths'],
  random: SeededRandom,
): Promise<boolean> {
  for (let challenge = 0; challenge < CHALLENGES; challenge += 1) {
    const nowMs = challenge * SECOND_MS;
    const call = { subject, nowMs, purpose: 'default', challengeId: `${subject} ${challenge}` };
    const issued = await store.issue({
      ...call,
      intent: 'new',
      repeatedCode: 'same',
      keyId: 'key',
      salt: 'salt',
      digests: lengths.map((length) => ({ length, digest: `${random.below(10 ** length)}` })),
      knownClient: false,
      ttlMs: 300 * SECOND_MS,
      maxAttempts: TRIES,
      budget: BUDGET,
    });
    if (issued.status !== 'issued') throw new Error(`The store answered ${issued.status}.`);
    const codes = 10 ** (issued.codeLength ?? 0);
    const first = random.below(codes);
    for (let guess = 0; guess < TRIES; guess += 1) {
      const { status } = await store.redeem({ ...call, digests: [`${(first + guess) % codes}`] });
      if (status === 'accepted') return true;
      if (status !== 'mismatch') throw new Error(`The store answered ${status}.`);
    }
  }
  return false;
}
