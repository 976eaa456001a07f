/** `cancel`: the holder of a handle gives up. Nothing is given back. */
import type { HandleFields } from '../challenge/index.ts';
import { askProvider } from './ask-provider.ts';
import { askStore } from './ask-store.ts';
import type { Call } from './call.ts';
import { aboutChallenge } from './challenge-facts.ts';
import type { EngineContext } from './engine-context.ts';
import { readHeldChallenge } from './held-challenge.ts';
import type { CancelResult } from './otp-engine.ts';

export async function cancel(context: EngineContext, call: Call, handle: unknown): Promise<CancelResult> {
  const read = readHeldChallenge(context, call, handle);
  switch (read.status) {
    case 'malformed':
      return { ok: false, reason: 'malformed' };
    case 'not-found':
      // What is no challenge of ours is closed already.
      return { ok: true };
    case 'held':
      await close(context, call, read.held);
      return { ok: true };
  }
}

async function close(context: EngineContext, call: Call, held: HandleFields): Promise<void> {
  const { subject, challengeId } = held;
  await askStore(context, {
    operation: 'discard',
    call,
    ask: () => context.store.discard({ cause: 'cancelled', subject, nowMs: context.clock.storeNow(), challengeId }),
  });
  context.emit?.({ type: 'challenge-cancelled', ...aboutChallenge(context, call, held) });
  // Not waited for: only a code that was sent has a provider to tell, so the time of the answer would tell of one.
  context.keepTrackOf(cancelAtProvider(context, call, held));
}

/** A courtesy: the challenge is closed here, so the provider's code counts for nothing whether it hears or not. */
async function cancelAtProvider(context: EngineContext, call: Call, held: HandleFields): Promise<void> {
  const { origin } = held;
  if (origin.kind !== 'provider' || origin.reference === null) return;
  const { reference } = origin;
  const provider = context.verificationProviders.find((each) => each.providerId === held.providerId);
  await askProvider(context, call, async (options) => provider?.cancel?.(reference, options));
}
