import type { RateLimiter } from '@countersign/otp-core/spec';
import { type ContractRunner, registerCases } from '../runner.ts';
import { createLimiterDriver, type LimiterDriver } from './limiter-driver.ts';
import { MISUSE_CASES } from './misuse-cases.ts';
import { RANDOM_TAKES_CASES } from './random-takes-cases.ts';
import { TAKE_CASES } from './take-cases.ts';
import { SILENCE_CASES, TIME_CASES } from './time-cases.ts';

/** Which limiter is to keep the contract. */
export interface RateLimiterContractOptions {
  /** Named in the tests. @defaultValue 'RateLimiter' */
  readonly name?: string;
  /** Called for each test. Limiters may share a server: every test uses keys of its own. */
  createRateLimiter(): RateLimiter | Promise<RateLimiter>;
  /** As that of `codeStoreContract`: its server never answers, and it gives up within 2 seconds. @defaultValue nothing is asked about silence */
  createSilentLimiter?(): RateLimiter | Promise<RateLimiter>;
}

/**
 * Registers the tests that every `RateLimiter` has to pass. A limiter may count a charge for longer than its
 * `durationMs`, up to twice as long, as one that counts in slices of time does; never for shorter.
 *
 * What makes no sense is refused with an `OtpMisuseError`: `readRateLimitCharges` and `readNowMs` of otp-core's `/adapter` do it.
 *
 * A broken promise is an `AssertionError` that says which.
 *
 * @example
 * import { describe, it } from 'vitest'; // or jest's, or node:test's
 * rateLimiterContract({ describe, it }, { name: 'my limiter', createRateLimiter: () => createMyRateLimiter() });
 */
export function rateLimiterContract(runner: ContractRunner, options: RateLimiterContractOptions): void {
  const name = `${options.name ?? 'RateLimiter'} keeps the contract`;
  const cases = [...TAKE_CASES, ...MISUSE_CASES, ...RANDOM_TAKES_CASES, ...TIME_CASES];
  registerCases<LimiterDriver>(runner, name, cases, (use) => withLimiter(() => options.createRateLimiter(), use));
  const createSilentLimiter = options.createSilentLimiter?.bind(options);
  if (createSilentLimiter === undefined) return;
  registerCases<LimiterDriver>(runner, `${name} of a silent server`, SILENCE_CASES, (use) =>
    withLimiter(createSilentLimiter, use),
  );
}

async function withLimiter(
  createLimiter: () => RateLimiter | Promise<RateLimiter>,
  use: (driver: LimiterDriver) => Promise<void>,
): Promise<void> {
  const limiter = await createLimiter();
  try {
    await use(createLimiterDriver(limiter));
  } finally {
    await limiter.close?.();
  }
}
