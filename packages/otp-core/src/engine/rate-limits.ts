/** Limits that are not about one number: which windows a call is charged to, and what the limiter says. */
import { keyedName } from '../challenge/index.ts';
import type { RateLimitName } from '../events/otp-event.ts';
import type { QuotaWindow, RateLimitWindow } from '../spec/index.ts';
import { askStore, nonsense } from './ask-store.ts';
import type { Call } from './call.ts';
import { addressBlock, networkBlock } from './client-address.ts';
import type { EngineContext } from './engine-context.ts';

export type RateLimited = { readonly limit: RateLimitName; readonly retryAtMs: number };

/** What a request is charged for. A decoy has neither prefix nor country. */
export interface ChargedNumber {
  readonly phoneNumber: string;
  readonly country: string | null;
}

export function chargeRequest(context: EngineContext, call: Call, number: ChargedNumber | null) {
  const limits = context.policy.rateLimits;
  const { ip } = call.client;
  return charge(context, call, [
    ['address', ip && addressBlock(ip), limits.requestsPerAddress],
    ['network', ip && networkBlock(ip), limits.requestsPerNetwork],
    ['number-prefix', number?.phoneNumber.slice(0, -3), limits.requestsPerNumberPrefix],
    ['country', number?.country ?? undefined, limits.requestsPerCountry],
    ['deployment', '*', limits.requestsPerDeployment],
  ]);
}

export function chargeCheck(context: EngineContext, call: Call) {
  const { ip } = call.client;
  const { checksPerAddress } = context.policy.rateLimits;
  return charge(context, call, [['address', ip && `check ${addressBlock(ip)}`, checksPerAddress]]);
}

/**
 * Behind the one address of an office or a mobile carrier are thousands of people. What strangers among them use up must
 * not keep out those whom the app recognises; all other limits hold for these, too.
 */
const ABOUT_STRANGERS: readonly RateLimitName[] = ['address', 'network'];

/** What a limit is about, where that is known. */
type Limit = readonly [name: RateLimitName, about: string | undefined, windows: readonly QuotaWindow[]];

type NamedWindow = RateLimitWindow & { readonly limit: RateLimitName };

/** Keys are keyed hashes: a dump of the limiter tells no address and no number. */
function windowsOf(context: EngineContext, [limit, about, windows]: Limit): readonly NamedWindow[] {
  if (about === undefined) return [];
  return windows.map(({ max, durationMs }) => {
    const key = keyedName(context.keys.limitKey, limit, about, `${durationMs}`);
    return { key, max, durationMs, limit };
  });
}

/** All keys travel together: one wait. `null`: nothing to charge, or within all limits. */
async function charge(context: EngineContext, call: Call, limits: readonly Limit[]): Promise<RateLimited | null> {
  const { rateLimiter } = context;
  if (rateLimiter === undefined) return null;
  const windows = limits
    .filter(([name]) => !call.client.known || !ABOUT_STRANGERS.includes(name))
    .flatMap((limit) => windowsOf(context, limit));
  if (windows.length === 0) return null;
  const outcome = await askStore(context, {
    operation: 'rate-limit',
    call,
    ask: () =>
      rateLimiter.take(
        windows.map(({ key, max, durationMs }) => ({ key, max, durationMs })),
        context.clock.storeNow(),
      ),
  });
  switch (outcome?.status) {
    case 'allowed':
      return null;
    case 'limited': {
      const window = windows.find((each) => each.key === outcome.key);
      return { limit: window?.limit ?? 'deployment', retryAtMs: outcome.retryAtMs };
    }
    default:
      throw nonsense('rate-limit');
  }
}
