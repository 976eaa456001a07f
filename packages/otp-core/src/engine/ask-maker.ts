/**
 * A guess at a code that a provider made, once its try is counted: only an approval for this very number, settled by this
 * very call, is a success. Where accounts are hidden, whatever else the provider has to say is a wrong code.
 */

import { failureOf } from '../adapter/provider-answer.ts';
import type { HandleFields, Recipient } from '../challenge/index.ts';
import { OtpAbortedError } from '../errors/otp-error.ts';
import type { PhoneNumber } from '../spec/index.ts';
import { type Attempt, accept, hide, mismatch, type Refusal, refuse } from './answer-guess.ts';
import { askStore, nonsense } from './ask-store.ts';
import type { Call } from './call.ts';
import { aboutChallenge } from './challenge-facts.ts';
import { checkWithProviders, type ProviderAnswer } from './check-with-providers.ts';
import { type Waited, waitFor } from './deadline.ts';
import type { EngineContext } from './engine-context.ts';
import type { VerifyResult } from './otp-engine.ts';

/** A guess whose shape is right and whose addressee is known. */
export interface Guess {
  readonly recipient: Recipient;
  readonly subject: string;
  readonly code: string;
  /** What the handle says; `null` where there is none: binding by number. */
  readonly held: HandleFields | null;
}

export async function askMaker(
  context: EngineContext,
  call: Call,
  guess: Guess,
  attempt: Attempt,
): Promise<VerifyResult> {
  const { recipient, held, code } = guess;
  if (recipient.kind !== 'number') return mismatch(context, call, attempt);
  const unaskable = held === null ? undefined : refusalOfMaker(context, held);
  if (unaskable !== undefined) return refuseOrHide(context, call, unaskable, attempt);
  const question = {
    providerId: held?.providerId ?? null,
    reference: held?.origin.kind === 'provider' ? held.origin.reference : null,
    to: recipient.phoneNumber,
    code,
  };
  const ask = () => checkWithProviders(context, call, question);
  const answer = call.answerAfterMs === null ? await ask() : await answerByMoment(context, call, attempt, ask);
  return decide(context, call, attempt, answer, recipient.phoneNumber);
}

/** Can whoever made the code be asked at all? */
export function refusalOfMaker(context: EngineContext, held: HandleFields): Refusal | undefined {
  const { origin, providerId, recipient, subject } = held;
  if (origin.kind === 'own') return undefined;
  const provider = context.verificationProviders.find((each) => each.providerId === providerId);
  if (provider === undefined) {
    const message = 'The provider that made this code is not configured; put it into retired.';
    const failure = failureOf({ providerId }, 'configuration', message);
    return { reason: 'provider-unavailable', subject, failure };
  }
  const canBeChecked = origin.reference !== null || provider.capabilities.checkByNumber || recipient.kind !== 'number';
  return canBeChecked ? undefined : { reason: 'not-found', subject };
}

/** A decoy is answered at that moment: what a provider says later cannot be told, whatever it is, but to the listener. */
async function answerByMoment(
  context: EngineContext,
  call: Call,
  attempt: Attempt,
  ask: () => Promise<ProviderAnswer>,
): Promise<ProviderAnswer> {
  const { clock } = context;
  const askedAtMs = clock.now();
  const waited: Waited<ProviderAnswer> = await waitFor({
    clock,
    timeoutMs: call.startedAtMs + (call.answerAfterMs ?? 0) - askedAtMs,
    signal: call.signal,
    work() {
      const asking = ask();
      context.keepTrackOf(asking);
      return asking;
    },
    onLate({ providerId, status }) {
      const durationMs = clock.now() - askedAtMs;
      const about = aboutChallenge(context, call, attempt);
      context.emit?.({ type: 'provider-answered-late', ...about, providerId, status, durationMs });
    },
  });
  switch (waited.status) {
    case 'answered':
      return waited.value;
    case 'timeout': {
      const { providerId } = context.provider;
      const failure = failureOf({ providerId }, 'timeout', 'The provider did not answer within answerAfterMs.');
      return { status: 'unknown', failure, providerId };
    }
    case 'aborted':
      throw new OtpAbortedError();
    case 'failed':
      throw waited.error;
  }
}

function decide(
  context: EngineContext,
  call: Call,
  attempt: Attempt,
  answer: ProviderAnswer,
  asked: PhoneNumber,
): Promise<VerifyResult> | VerifyResult {
  const { subject } = attempt;
  switch (answer.status) {
    case 'approved': {
      if (answer.phoneNumber === null || isSameNumber(answer.phoneNumber, asked)) return settle(context, call, attempt);
      const { providerId } = answer;
      context.emit?.({ type: 'approval-rejected', ...aboutChallenge(context, call, attempt), providerId });
      return mismatch(context, call, attempt);
    }
    case 'mismatch':
      return mismatch(context, call, attempt);
    case 'expired':
    case 'exhausted':
    case 'not-found':
      return refuseOrHide(context, call, { reason: answer.status, subject }, attempt);
    case 'unknown':
      return refuseOrHide(context, call, { reason: 'provider-unavailable', subject, failure: answer.failure }, attempt);
  }
}

function refuseOrHide(context: EngineContext, call: Call, refusal: Refusal, attempt: Attempt): VerifyResult {
  return call.answerAfterMs === null ? refuse(context, call, refusal) : hide(context, call, refusal, attempt);
}

/** Vendors differ in whether they write the plus. */
function isSameNumber(approved: string, asked: PhoneNumber): boolean {
  return approved === asked || `+${approved}` === asked;
}

async function settle(context: EngineContext, call: Call, attempt: Attempt): Promise<VerifyResult> {
  const { subject, challengeId } = attempt;
  const outcome = await askStore(context, {
    operation: 'settle',
    call,
    ask: () => context.store.settle({ subject, nowMs: context.clock.storeNow(), purpose: call.purpose, challengeId }),
  });
  switch (outcome?.status) {
    case 'accepted':
      return accept(context, call, attempt);
    case 'not-found':
      return refuse(context, call, { reason: 'not-found', subject });
    default:
      throw nonsense('settle');
  }
}
