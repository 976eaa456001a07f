/** `verify`: a code for a handle, or for a number where the policy binds by number. */
import { isOptions } from '../adapter/options.ts';
import {
  digestsOfDecoyGuess,
  digestsOfGuess,
  MAXIMUM_CODE_LENGTH,
  MINIMUM_CODE_LENGTH,
  readTypedCode,
  subjectOf,
} from '../challenge/index.ts';
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { CodeDigest, RedeemOutcome } from '../spec/index.ts';
import { readAddressee } from './addressee.ts';
import { momentOf } from './answer.ts';
import { accept, mismatch, type Refusal, refuse } from './answer-guess.ts';
import { askMaker, type Guess, refusalOfMaker } from './ask-maker.ts';
import { askStore, nonsense } from './ask-store.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import { readHeldChallenge } from './held-challenge.ts';
import type { VerifyResult } from './otp-engine.ts';
import { chargeCheck } from './rate-limits.ts';

export interface VerifyFields {
  readonly challenge: unknown;
  readonly to: unknown;
  readonly code: unknown;
}

export async function verify(context: EngineContext, call: Call, input: VerifyFields): Promise<VerifyResult> {
  const guess = readGuess(context, call, input);
  if ('reason' in guess) return refuse(context, call, guess);
  const limited = await chargeCheck(context, call);
  if (limited !== null) return refuse(context, call, { ...limited, subject: guess.subject });
  const outcome = await redeem(context, call, guess);
  const result = await resultOf(context, call, guess, outcome);
  // A success has told of the account, and our own codes take the same one trip for a decoy: neither has to wait.
  if (!result.ok && isMadeByProvider(context, guess, outcome)) await momentOf(context, call);
  return result;
}

async function redeem(context: EngineContext, call: Call, guess: Guess): Promise<RedeemOutcome> {
  const { subject, held } = guess;
  const outcome = await askStore(context, {
    operation: 'redeem',
    call,
    ask: () =>
      context.store.redeem({
        subject,
        nowMs: context.clock.storeNow(),
        purpose: call.purpose,
        challengeId: held?.challengeId ?? null,
        digests: held?.origin.kind === 'provider' ? null : digestsOf(context, call, guess),
      }),
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
      return askMaker(context, call, guess, { recipient, subject, ...outcome });
    case 'expired':
    case 'exhausted':
    case 'not-found':
      return refuse(context, call, { reason: outcome.status, subject });
    default:
      throw nonsense('redeem');
  }
}

/** As far as it is known: without a handle, only a challenge that is open tells. */
function isMadeByProvider({ provider }: EngineContext, { held }: Guess, outcome: RedeemOutcome): boolean {
  if (held !== null) return held.origin.kind === 'provider';
  return outcome.status === 'delegated' || provider.kind === 'verification-provider';
}

function readGuess(context: EngineContext, call: Call, input: VerifyFields): Guess | Refusal {
  if (input.to === undefined) return readGuessByHandle(context, call, input);
  if (input.challenge !== undefined) throw new OtpMisuseError('verify takes a challenge or a number, not both.');
  if (call.settings.policy.binding !== 'number') {
    throw new OtpMisuseError("verify by number needs policy.binding: 'number' for this purpose.");
  }
  return readGuessByNumber(context, call, input);
}

function readGuessByHandle(context: EngineContext, call: Call, { challenge, code }: VerifyFields): Guess | Refusal {
  const read = readHeldChallenge(context, call, challenge);
  if (read.status === 'malformed') return { reason: 'malformed', field: 'challenge', subject: null };
  if (read.status === 'not-found') return { reason: 'not-found', subject: null };
  const { held } = read;
  const { recipient, subject, codeLength } = held;
  const digits = readCode(code, codeLength, codeLength);
  if (digits === null) return { reason: 'malformed', field: 'code', subject };
  // Before a try is spent, unless not having spent one would tell that there is a number to ask about.
  const refusal = call.answerAfterMs === null ? refusalOfMaker(context, held) : undefined;
  return refusal ?? { recipient, subject, code: digits, held };
}

function readGuessByNumber(context: EngineContext, call: Call, { to, code }: VerifyFields): Guess | Refusal {
  const addressee = readAddressee(context, call, to);
  if (addressee.status === 'refused') return { reason: 'malformed', field: 'to', subject: null };
  const { recipient } = addressee;
  const subject = subjectOf(context.keys, call.tenant, recipient);
  const digits = readCode(code, MINIMUM_CODE_LENGTH, MAXIMUM_CODE_LENGTH);
  if (digits === null) return { reason: 'malformed', field: 'code', subject };
  return { recipient, subject, code: digits, held: null };
}

/** Two codes in one are told from one by their length. */
function readCode(code: unknown, minimum: number, maximum: number): string | null {
  const digits = readTypedCode(code);
  return digits !== null && digits.length >= minimum && digits.length <= maximum ? digits : null;
}
