/** How many messages a deployment sends at most. Counted by its rate limiter; there is no cooldown between two. */
import { isOptions, joinPath, type OptionProblems, readClientAddress } from '@countersign/otp-core/adapter';
import type { QuotaWindow, RateLimiter, RateLimitWindow, StoreCallOptions } from '@countersign/otp-core/spec';
import type { KeyedHash } from '../keys/keyed-hash.ts';
import type { HookLimitName } from '../send-hook-event.ts';

/** Limits on messages, each a list of windows. An empty list is no limit. */
export interface SendHookLimits {
  /** Messages to one number. @defaultValue 5 an hour and 10 a day */
  readonly perNumber: readonly QuotaWindow[];
  /** Messages to one country, where `phone` knows countries. @defaultValue none */
  readonly perCountry: readonly QuotaWindow[];
  /** Messages for one client address (IPv6: one /64), where the platform tells it. @defaultValue 20 an hour */
  readonly perAddress: readonly QuotaWindow[];
  /** Messages altogether: the most that an attack can cost. @defaultValue none */
  readonly perDeployment: readonly QuotaWindow[];
}

const HOUR_MS = 3_600_000;

const DEFAULT_LIMITS: SendHookLimits = {
  perNumber: [
    { max: 5, durationMs: HOUR_MS },
    { max: 10, durationMs: 24 * HOUR_MS },
  ],
  perCountry: [],
  perAddress: [{ max: 20, durationMs: HOUR_MS }],
  perDeployment: [],
};

const NAMES = Object.keys(DEFAULT_LIMITS) as ReadonlyArray<keyof SendHookLimits>;
const MOST_WINDOWS = 8;
const LONGEST_WINDOW_MS = 366 * 24 * HOUR_MS;

export function addLimitProblems(problems: OptionProblems, limits: unknown): void {
  if (!isOptions(limits)) {
    problems.add('limits', 'must be an object of lists of windows');
    return;
  }
  problems.addUnknown('limits', limits, NAMES);
  for (const name of NAMES) {
    const windows = limits[name];
    if (windows === undefined) continue;
    const path = joinPath('limits', name);
    if (!Array.isArray(windows) || windows.length > MOST_WINDOWS) {
      problems.add(path, `must be a list of at most ${MOST_WINDOWS} windows { max, durationMs }`);
      continue;
    }
    windows.forEach((window: unknown, index) => {
      const { max, durationMs }: Record<string, unknown> = isOptions(window) ? window : {};
      problems.addUnlessInteger(`${path}.${index}.max`, max, 1, 1_000_000_000);
      problems.addUnlessInteger(`${path}.${index}.durationMs`, durationMs, 1_000, LONGEST_WINDOW_MS);
    });
  }
}

export function resolveLimits(limits: Partial<SendHookLimits> = {}): SendHookLimits {
  const given = Object.entries(limits).filter(([, windows]) => windows !== undefined);
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(given) };
}

/** What one message is charged for. */
export interface Charged {
  readonly phoneNumber: string;
  readonly country: string | null;
  readonly clientAddress: string | null;
}

export interface ChargedWindow extends RateLimitWindow {
  readonly limit: HookLimitName;
}

/** Keys are keyed hashes: whoever reads the limiter learns no number and no address. */
export async function windowsOf(
  limits: SendHookLimits,
  { phoneNumber, country, clientAddress }: Charged,
  keys: KeyedHash,
): Promise<readonly ChargedWindow[]> {
  // What is no address shares one bucket, as every changing word would be a new client otherwise.
  const block = clientAddress === null ? null : (readClientAddress(clientAddress)?.block ?? 'unknown');
  const about = [
    ['number', phoneNumber, limits.perNumber],
    ['country', country, limits.perCountry],
    ['address', block, limits.perAddress],
    ['deployment', '*', limits.perDeployment],
  ] as const;
  const named = about.flatMap(([limit, name, windows]) =>
    name === null ? [] : windows.map((window) => ({ limit, name, window })),
  );
  return Promise.all(
    named.map(async ({ limit, name, window: { max, durationMs } }) => {
      const key = `hook:${await keys.name('limit', [limit, name, `${durationMs}`])}`;
      return { limit, key, max, durationMs };
    }),
  );
}

/** All keys travel together. `null`: within all limits. Rejects where a limiter, which may be anybody's, answers nonsense. */
export async function charge(
  rateLimiter: RateLimiter,
  windows: readonly ChargedWindow[],
  options: StoreCallOptions,
): Promise<{ readonly limit: HookLimitName; readonly retryAtMs: number } | null> {
  const outcome = await rateLimiter.take(
    windows.map(({ key, max, durationMs }) => ({ key, max, durationMs })),
    null,
    options,
  );
  switch (outcome.status) {
    case 'allowed':
      return null;
    case 'limited': {
      const { key, retryAtMs } = outcome;
      if (!Number.isFinite(retryAtMs)) break;
      return { limit: windows.find((window) => window.key === key)?.limit ?? 'deployment', retryAtMs };
    }
  }
  throw new Error('The limiter gave an answer that is none.');
}
