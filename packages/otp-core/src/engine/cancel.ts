/** `cancel`: the holder of a handle gives up. Nothing is given back. */
import type { HandleFields } from '../challenge/index.ts';
import { askProvider } from './ask-provider.ts';
import { askStore } from './ask-store.ts';
import type { Call } from './call.ts';
import { aboutChallenge } from './challenge-facts.ts';
import type { EngineContext } from './engine-context.ts';
import { readHeldChallenge } from './held-challenge.ts';

export async function cancel(context: EngineContext, call: Call, handle: unknown): Promise<void> {
  const read = readHeldChallenge(context, call, handle);
  // What is no challenge of ours is closed already.
  if (read.status !== 'held') return;
  const { subject, challengeId } = read.held;
  await askStore(context, {
    operation: 'discard',
    call,
    ask: () => context.store.discard({ cause: 'cancelled', subject, nowMs: context.clock.storeNow(), challengeId }),
  });
  context.emit?.({ type: 'challenge-cancelled', ...aboutChallenge(context, call, read.held) });
  // Not waited for: only a code that was sent has a provider to tell, so the time of the answer would tell of one.
  context.keepTrackOf(cancelAtProvider(context, call, read.held));
}

/** A courtesy: the challenge is closed here, so the provider's code counts for nothing whether it hears or not. */
async function cancelAtProvider(context: EngineContext, call: Call, held: HandleFields): Promise<void> {
  const { origin } = held;
  if (origin.kind !== 'provider' || origin.reference === null) return;
  const { reference } = origin;
  const provider = context.verificationProviders.find((each) => each.providerId === held.providerId);
  await askProvider(context, call, async (options) => provider?.cancel?.(reference, options));
}
