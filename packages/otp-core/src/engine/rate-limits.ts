/** Limits that are not about one number: which windows a call is charged to, and what the limiter says. */
import { keyedName, type Recipient } from '../challenge/index.ts';
import type { RateLimitName } from '../events/otp-event.ts';
import type { QuotaWindow, RateLimitWindow } from '../spec/index.ts';
import { askStore, nonsense } from './ask.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import type { RateLimited } from './refusals.ts';

export type Charged =
  | { readonly status: 'allowed' }
  | { readonly status: 'limited'; readonly refusal: RateLimited }
  /** Limited, and answered as if it were not. */
  | { readonly status: 'hidden'; readonly refusal: RateLimited };

/** Who a request is charged for. A decoy that is no number has neither range nor country. */
export interface ChargedRecipient {
  readonly recipient: Recipient;
  readonly country: string | null;
}

/** Nothing to wait for where there is no limiter. */
export function chargeRequest(context: EngineContext, call: Call, to: ChargedRecipient): Promise<Charged> | Charged {
  // Stryker disable next-line ConditionalExpression: time, not behaviour: a wait for nothing
  return context.rateLimiter === undefined ? ALLOWED : chargeLimits(context, call, to);
}

async function chargeLimits(context: EngineContext, call: Call, to: ChargedRecipient): Promise<Charged> {
  const limits = limitsOf(context, call, to);
  if (call.answerAfterMs === null) {
    const refusal = await charge(context, call, limits);
    return refusal === null ? ALLOWED : { status: 'limited', refusal };
  }
  // A limit that decoys may lack must neither be the answer nor cover one that all have: asked apart, at the same time.
  const [refusal, hidden] = await Promise.all([
    charge(
      context,
      call,
      limits.filter((limit) => !isAboutNumbers(limit)),
    ),
    charge(context, call, limits.filter(isAboutNumbers)),
  ]);
  if (refusal !== null) return { status: 'limited', refusal };
  return hidden === null ? ALLOWED : { status: 'hidden', refusal: hidden };
}

const ALLOWED: Charged = { status: 'allowed' };

function limitsOf(context: EngineContext, call: Call, { recipient, country }: ChargedRecipient): readonly Limit[] {
  const limits = context.policy.rateLimits;
  const { blocks } = call.client;
  const range = recipient.kind === 'decoy' ? undefined : recipient.phoneNumber.slice(0, -3);
  return [
    ['address', blocks?.address, limits.requestsPerAddress],
    ['network', blocks?.network, limits.requestsPerNetwork],
    ['number-prefix', range, limits.requestsPerNumberPrefix],
    ['country', country ?? undefined, limits.requestsPerCountry],
    ['deployment', '*', limits.requestsPerDeployment],
  ];
}

function isAboutNumbers([name]: Limit): boolean {
  return name === 'number-prefix' || name === 'country';
}

export function chargeCheck(context: EngineContext, call: Call) {
  const { blocks } = call.client;
  const { checksPerAddress } = context.policy.rateLimits;
  return charge(context, call, [['address', blocks && `check ${blocks.address}`, checksPerAddress]]);
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
    ask: (options) =>
      rateLimiter.take(
        windows.map(({ key, max, durationMs }) => ({ key, max, durationMs })),
        context.clock.storeNow(),
        options,
      ),
  });
  switch (outcome?.status) {
    case 'allowed':
      return null;
    case 'limited': {
      const window = windows.find((each) => each.key === outcome.key);
      return { reason: 'rate-limited', limit: window?.limit ?? 'deployment', retryAtMs: outcome.retryAtMs };
    }
    default:
      throw nonsense('rate-limit');
  }
}
