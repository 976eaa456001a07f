/** `cancel` and `unlock`: what is undone on purpose. The holder of a handle gives up; a number is forgotten. */
import { type HandleFields, subjectOf } from '../challenge/index.ts';
import { OtpMisuseError } from '../errors/otp-error.ts';
import { readNumber } from './addressee.ts';
import { askProvider, askStore } from './ask.ts';
import { aboutChallenge, type Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import { readHeldChallenge } from './guess.ts';
import type { CancelResult } from './otp-engine.ts';

/** Closes a challenge. Nothing is given back. */
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
    ask: (options) =>
      context.store.discard({ cause: 'cancelled', subject, nowMs: context.clock.storeNow(), challengeId }, options),
  });
  context.emit?.({ type: 'challenge-cancelled', ...aboutChallenge(context, call, held) });
  // Not waited for: only a code that was sent has a provider to tell, so the time of the answer would tell of one.
  context.underWay.follow(cancelAtProvider(context, call, held));
}

/** A courtesy: the challenge is closed here, so the provider's code counts for nothing whether it hears or not. */
async function cancelAtProvider(context: EngineContext, call: Call, held: HandleFields): Promise<void> {
  const { origin } = held;
  if (origin.kind !== 'provider' || origin.reference === null) return;
  const { reference } = origin;
  const provider = context.verificationProviders.find((each) => each.providerId === held.providerId);
  // Stryker disable next-line OptionalChaining: a second lock behind a tested one: what a courtesy call throws is nobody's trouble
  await askProvider(context, call, async (options) => provider?.cancel?.(reference, options));
}

/** Forgets what a number has used up, once its owner has proven who they are in another way. */
export async function unlock(context: EngineContext, call: Call, to: unknown): Promise<void> {
  const number = readNumber(context, to);
  if (number.status !== 'valid') throw new OtpMisuseError('unlock needs a valid phone number.');
  // Stryker disable next-line StringLiteral: only the compiler asks for it: nobody asks about this kind by name
  const subject = subjectOf(context.keys, call.tenant, { kind: 'number', phoneNumber: number.phoneNumber });
  await askStore(context, {
    operation: 'unlock',
    call,
    ask: (options) => context.store.unlock({ subject, nowMs: context.clock.storeNow() }, options),
  });
  context.emit?.({ type: 'number-unlocked', atMs: context.clock.now(), tenant: call.tenant, subject });
}
