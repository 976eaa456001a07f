/** `warmUp`: loads and connects what the first call would, before there is one. Sends nothing and counts nothing of anybody's. */
import { waitFor } from '../adapter/within-time.ts';
import { keyedName, randomName } from '../challenge/index.ts';
import { OtpConfigurationError, OtpError } from '../errors/otp-error.ts';
import type { SmsSender, VerificationProvider } from '../spec/index.ts';
import { askStore } from './ask.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';

export async function warmUp(context: EngineContext, call: Call): Promise<void> {
  const { provider, verificationProviders } = context;
  const outcomes = await Promise.allSettled([
    askOfNobody(context, call),
    chargeNobody(context, call),
    ...[...new Set([provider, ...verificationProviders])].map((each) => makeReady(context, each)),
  ]);
  // All have ended: nothing of it goes on behind an error.
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** A guess at a challenge that nobody has: no store changes anything for that. */
async function askOfNobody(context: EngineContext, call: Call): Promise<void> {
  const { store, clock } = context;
  const challengeId = randomName();
  await askStore(context, {
    operation: 'warm-up',
    call,
    ask: (options) =>
      store.redeem(
        {
          subject: randomName(),
          purpose: call.purpose,
          challengeId,
          digests: [challengeId],
          nowMs: clock.storeNow(),
        },
        options,
      ),
  });
}

/** A key of its own, for a second. */
async function chargeNobody(context: EngineContext, call: Call): Promise<void> {
  const { rateLimiter, keys, clock } = context;
  if (rateLimiter === undefined) return;
  // Stryker disable next-line StringLiteral: the same either way: what makes the name its own is drawn at random
  const window = { key: keyedName(keys.limitKey, 'warm-up', randomName()), max: 1, durationMs: 1000 };
  await askStore(context, {
    operation: 'warm-up',
    call,
    ask: (options) => rateLimiter.take([window], clock.storeNow(), options),
  });
}

/** @throws OtpConfigurationError; what a provider throws that is no error of ours may hold a credential */
async function makeReady(
  { clock, deadlines }: EngineContext,
  provider: SmsSender | VerificationProvider,
): Promise<void> {
  const { providerId } = provider;
  const waited = await waitFor({
    clock,
    timeoutMs: deadlines.providerMs,
    signal: undefined,
    work: async () => provider.warmUp?.(),
  });
  if (waited.status === 'answered') return;
  if (waited.status !== 'failed') throw notReady(providerId, 'did not make itself ready in time');
  throw OtpError.isInstance(waited.error) ? waited.error : notReady(providerId, 'failed to make itself ready');
}

function notReady(providerId: string, message: string): OtpConfigurationError {
  return new OtpConfigurationError('warmUp', [{ option: providerId, message }]);
}
