/** `verify`: a code for a handle, or for a number where the policy binds by number. */
import { isOptions } from '../adapter/options.ts';
import { digestsOfDecoyGuess, digestsOfGuess } from '../challenge/index.ts';
import type { CodeDigest, RedeemOutcome } from '../spec/index.ts';
import { accept, mismatch, momentOf } from './answer.ts';
import { askStore, nonsense } from './ask.ts';
import type { Call } from './call.ts';
import { checkAtProvider, refusalOfProvider } from './check-at-provider.ts';
import type { EngineContext } from './engine-context.ts';
import { type Guess, readGuess, type VerifyFields } from './guess.ts';
import type { VerifyResult } from './otp-engine.ts';
import { chargeCheck } from './rate-limits.ts';
import { type GuessRefusal, refuseGuess } from './refusals.ts';

export async function verify(context: EngineContext, call: Call, input: VerifyFields): Promise<VerifyResult> {
  const guess = readGuess(context, call, input);
  if ('reason' in guess) return refuseGuess(context, call, guess);
  const unaskable = refusalBeforeTry(context, call, guess);
  if (unaskable !== undefined) return refuseGuess(context, call, unaskable);
  const limited = await chargeCheck(context, call);
  if (limited !== null) return refuseGuess(context, call, { ...limited, subject: guess.subject });
  const outcome = await redeem(context, call, guess);
  const result = await resultOf(context, call, guess, outcome);
  // A success has told of the account, and our own codes take the same one trip for a decoy: neither has to wait.
  if (!result.ok && isMadeByProvider(context, guess, outcome)) await momentOf(context, call);
  return result;
}

/** A try is not spent where nobody can be asked, unless not having spent one would tell that there is a number to ask about. */
function refusalBeforeTry(context: EngineContext, call: Call, { held }: Guess): GuessRefusal | undefined {
  return held === null || call.answerAfterMs !== null ? undefined : refusalOfProvider(context, held);
}

async function redeem(context: EngineContext, call: Call, guess: Guess): Promise<RedeemOutcome> {
  const { subject, held } = guess;
  const outcome = await askStore(context, {
    operation: 'redeem',
    call,
    ask: (options) =>
      context.store.redeem(
        {
          subject,
          nowMs: context.clock.storeNow(),
          purpose: call.purpose,
          challengeId: held?.challengeId ?? null,
          digests: held?.origin.kind === 'provider' ? null : digestsOf(context, call, guess),
        },
        options,
      ),
  });
  if (!isOptions(outcome)) throw nonsense('redeem');
  return outcome;
}

function digestsOf({ keys }: EngineContext, { purpose }: Call, guess: Guess): readonly CodeDigest[] {
  const { recipient, subject, code } = guess;
  const scope = { subject, purpose };
  return recipient.kind === 'number' ? digestsOfGuess(keys, scope, code) : digestsOfDecoyGuess(keys, scope, code);
}

function resultOf(
  context: EngineContext,
  call: Call,
  guess: Guess,
  outcome: RedeemOutcome,
): Promise<VerifyResult> | VerifyResult {
  const { recipient, subject } = guess;
  switch (outcome.status) {
    case 'accepted':
      return accept(context, call, { recipient, subject, challengeId: outcome.challengeId });
    case 'mismatch':
      return mismatch(context, call, { recipient, subject, ...outcome });
    case 'delegated':
      return checkAtProvider(context, call, guess, { recipient, subject, ...outcome });
    case 'expired':
    case 'exhausted':
    case 'not-found':
      return refuseGuess(context, call, { reason: outcome.status, subject });
    default:
      throw nonsense('redeem');
  }
}

/** As far as it is known: without a handle, only a challenge that is open tells. */
function isMadeByProvider({ provider }: EngineContext, { held }: Guess, outcome: RedeemOutcome): boolean {
  if (held !== null) return held.origin.kind === 'provider';
  return outcome.status === 'delegated' || provider.kind === 'verification-provider';
}
