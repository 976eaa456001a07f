/** Random takes against a log that is never forgotten: what one would have to believe if nothing else were known. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { ContractCase } from '../runner.ts';
import { createLimiterDriver, type Limited, type LimiterDriver, type WindowOverrides } from './limiter-driver.ts';

const DURATION_MS = 60_000;
/** A key stands for one limit. */
const MAX_OF_KEY = { a: 1, b: 3, c: 10 } as const;
type Name = keyof typeof MAX_OF_KEY;

interface Take {
  readonly passMs: number;
  readonly windows: readonly { readonly name: Name; readonly cost: number }[];
}

interface Charge {
  readonly atMs: number;
  readonly cost: number;
  /** `false`: one of several keys whose call was limited, at a time when old charges of it may still have counted. */
  readonly isCertain: boolean;
}

type Log = Record<Name, Charge[]>;

const TAKES: fc.Arbitrary<readonly Take[]> = fc.array(
  fc.record({
    passMs: fc.oneof(
      fc.constantFrom(0, 0, 1, DURATION_MS - 1, DURATION_MS, DURATION_MS + 1),
      fc.nat(DURATION_MS / 4),
      fc.nat(3 * DURATION_MS),
    ),
    windows: fc.uniqueArray(
      fc.record({ name: fc.constantFrom<Name>('a', 'b', 'c'), cost: fc.constantFrom(1, 1, 1, 2, 3) }),
      { minLength: 1, maxLength: 3, selector: ({ name }) => name },
    ),
  }),
  { minLength: 1, maxLength: 40, size: 'max' },
);

export const RANDOM_TAKES_CASES: readonly ContractCase<LimiterDriver>[] = [
  {
    name: 'keeps every limit, and lets through what must be, whatever is taken when',
    async run({ limiter }) {
      const keepsLimits = fc.asyncProperty(TAKES, async (takes) => {
        const driver = createLimiterDriver(limiter);
        const log: Log = { a: [], b: [], c: [] };
        for (const take of takes) {
          driver.nowMs += take.passMs;
          await takeAndCompare(driver, take, log);
        }
      });
      const { failed, errorInstance, counterexample } = await fc.check(keepsLimits, { numRuns: 60, seed: 1 });
      if (!failed) return;
      const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
      assert.fail(`${reason}, at the last of these takes: ${JSON.stringify(counterexample?.[0])}`);
    },
  },
];

async function takeAndCompare(driver: LimiterDriver, take: Take, log: Log): Promise<void> {
  const windows = take.windows.map(({ name, cost }) => ({ name, cost: Math.min(cost, MAX_OF_KEY[name]) }));
  const outcome = await driver.take(
    ...windows.map(({ name, cost }): WindowOverrides => ({ key: name, cost, max: MAX_OF_KEY[name] })),
  );
  const judged = windows.map(({ name, cost }) => {
    const atMs = driver.nowMs;
    const certain = log[name].filter((charge) => charge.isCertain);
    return {
      name,
      charge: { atMs, cost, isCertain: outcome.status === 'allowed' },
      mayFit: usedSince(certain, atMs - DURATION_MS) + cost <= MAX_OF_KEY[name],
      mustFit: usedSince(log[name], atMs - 2 * DURATION_MS) + cost <= MAX_OF_KEY[name],
    };
  });
  if (outcome.status === 'allowed') {
    assert.ok(
      judged.every(({ mayFit }) => mayFit),
      'allowed more than max within a duration',
    );
  } else {
    assertLimited(
      outcome,
      driver,
      judged.filter(({ mustFit }) => !mustFit).map(({ name }) => name),
    );
  }
  for (const { name, charge, mayFit, mustFit } of judged) {
    const isRefused = outcome.status === 'limited' && outcome.key === driver.keyOf(name);
    if (mayFit && !isRefused) log[name].push({ ...charge, isCertain: charge.isCertain || mustFit });
  }
}

/** The key it names has to be one that can be full. */
function assertLimited(outcome: Limited, driver: LimiterDriver, canBeFull: readonly Name[]): void {
  assert.ok(
    canBeFull.some((name) => driver.keyOf(name) === outcome.key),
    'limited though nothing can still count',
  );
  assert.ok(outcome.retryAtMs > driver.nowMs, 'a retry that is not in the future');
  assert.ok(outcome.retryAtMs <= driver.nowMs + 2 * DURATION_MS, 'a retry later than anything can count');
}

function usedSince(charges: readonly Charge[], sinceMs: number): number {
  return charges.filter(({ atMs }) => atMs > sinceMs).reduce((sum, { cost }) => sum + cost, 0);
}
