/** Limits that are not about one number: which windows a call is charged to, and what the limiter says. */
import { keyedName } from '../challenge/index.ts';
import type { RateLimitName } from '../events/otp-event.ts';
import type { QuotaWindow, RateLimitWindow } from '../spec/index.ts';
import { askStore, nonsense } from './ask-store.ts';
import type { Call } from './call.ts';
import { addressBlock, networkBlock } from './client-address.ts';
import type { EngineContext } from './engine-context.ts';

export type RateLimited = { readonly status: 'limited'; readonly limit: RateLimitName; readonly retryAtMs: number };

/** What a request is charged for. A decoy has neither prefix nor country. */
export interface ChargedNumber {
  readonly phoneNumber: string;
  readonly country: string | null;
}

export function chargeRequest(context: EngineContext, call: Call, number: ChargedNumber | null) {
  const limits = context.policy.rateLimits;
  const { ip } = call.client;
  return charge(context, call, [
    ...(ip === undefined ? [] : windowsOf(context, 'address', addressBlock(ip), limits.requestsPerAddress)),
    ...(ip === undefined ? [] : windowsOf(context, 'network', networkBlock(ip), limits.requestsPerNetwork)),
    ...(number === null
      ? []
      : windowsOf(context, 'number-prefix', number.phoneNumber.slice(0, -3), limits.requestsPerNumberPrefix)),
    ...(number?.country ? windowsOf(context, 'country', number.country, limits.requestsPerCountry) : []),
    ...windowsOf(context, 'deployment', '', limits.requestsPerDeployment),
  ]);
}

export function chargeCheck(context: EngineContext, call: Call) {
  const { ip } = call.client;
  if (ip === undefined) return null;
  return charge(
    context,
    call,
    windowsOf(context, 'address', `check ${addressBlock(ip)}`, context.policy.rateLimits.checksPerAddress),
  );
}

type NamedWindow = RateLimitWindow & { readonly limit: RateLimitName };

/** Keys are keyed hashes: a dump of the limiter tells no address and no number. */
function windowsOf(
  context: EngineContext,
  limit: RateLimitName,
  value: string,
  windows: readonly QuotaWindow[],
): readonly NamedWindow[] {
  return windows.map(({ max, durationMs }) => ({
    key: keyedName(context.keys.limitKey, limit, value, `${durationMs}`),
    max,
    durationMs,
    limit,
  }));
}

/** All keys travel together: one wait. `null`: nothing to charge, or within all limits. */
async function charge(
  context: EngineContext,
  call: Call,
  windows: readonly NamedWindow[],
): Promise<RateLimited | null> {
  const { rateLimiter } = context;
  if (rateLimiter === undefined || windows.length === 0) return null;
  const outcome = await askStore(context, {
    operation: 'rate-limit',
    call,
    ask: () =>
      rateLimiter.take(
        windows.map(({ key, max, durationMs }) => ({ key, max, durationMs })),
        context.clock.storeNow(),
      ),
  });
  switch (outcome.status) {
    case 'allowed':
      return null;
    case 'limited': {
      const window = windows.find((each) => each.key === outcome.key);
      return { status: 'limited', limit: window?.limit ?? 'deployment', retryAtMs: outcome.retryAtMs };
    }
    default:
      throw nonsense('rate-limit');
  }
}
