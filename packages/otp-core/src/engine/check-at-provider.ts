/**
 * A guess at a code that a provider made, once its try is counted: only an approval for this very number, settled by this
 * very call, is a success. Where accounts are hidden, whatever else the provider has to say is a wrong code.
 */
import { type Asked, failureOf, readCheckOutcome, threw, timedOut } from '../adapter/provider-answer.ts';
import { type Waited, waitFor } from '../adapter/within-time.ts';
import type { HandleFields } from '../challenge/index.ts';
import { OtpAbortedError } from '../errors/otp-error.ts';
import type { CheckInput, CheckOutcome, PhoneNumber, VerificationProvider } from '../spec/index.ts';
import { type Attempt, accept, mismatch } from './answer.ts';
import { askProvider, askStore, nonsense } from './ask.ts';
import { aboutChallenge, type Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import type { Guess } from './guess.ts';
import type { VerifyResult } from './otp-engine.ts';
import { type GuessRefusal, hideGuessRefusal, refuseGuess } from './refusals.ts';

export async function checkAtProvider(
  context: EngineContext,
  call: Call,
  guess: Guess,
  attempt: Attempt,
): Promise<VerifyResult> {
  const { recipient, held, code } = guess;
  if (recipient.kind !== 'number') return mismatch(context, call, attempt);
  const unaskable = held === null ? undefined : refusalOfProvider(context, held);
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
export function refusalOfProvider(context: EngineContext, held: HandleFields): GuessRefusal | undefined {
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
      context.underWay.follow(asking);
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
    // Stryker disable next-line ConditionalExpression,StringLiteral: only the compiler asks for it: what fails at a provider is an answer
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

function refuseOrHide(context: EngineContext, call: Call, refusal: GuessRefusal, attempt: Attempt): VerifyResult {
  return call.answerAfterMs === null
    ? refuseGuess(context, call, refusal)
    : hideGuessRefusal(context, call, refusal, attempt.attemptsLeft);
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
    ask: (options) =>
      context.store.settle({ subject, nowMs: context.clock.storeNow(), purpose: call.purpose, challengeId }, options),
  });
  switch (outcome?.status) {
    case 'accepted':
      return accept(context, call, attempt);
    case 'not-found':
      return refuseGuess(context, call, { reason: 'not-found', subject });
    default:
      throw nonsense('settle');
  }
}

interface ProviderQuestion {
  /** `null`: not known, as there is no handle; the current provider is asked, then the retired ones. */
  readonly providerId: string | null;
  readonly reference: string | null;
  readonly to: PhoneNumber;
  readonly code: string;
}

type ProviderAnswer = CheckOutcome & { readonly providerId: string };

async function checkWithProviders(
  context: EngineContext,
  call: Call,
  question: ProviderQuestion,
): Promise<ProviderAnswer> {
  const { providerId, reference, to, code } = question;
  const providers = context.verificationProviders.filter((each) =>
    providerId === null ? each.capabilities.checkByNumber : each.providerId === providerId,
  );
  // Stryker disable next-line StringLiteral,LogicalOperator: only the compiler asks for it: nobody reads who did not find it
  let answer: ProviderAnswer = { status: 'not-found', providerId: providerId ?? 'none' };
  for (const provider of providers) {
    answer = await check(context, call, provider, { to, reference, code });
    if (answer.status !== 'not-found') return answer;
  }
  return answer;
}

async function check(
  context: EngineContext,
  call: Call,
  provider: VerificationProvider,
  input: CheckInput,
): Promise<ProviderAnswer> {
  const { providerId } = provider;
  const asked: Asked = { providerId, confidential: [input.to.slice(1), input.code] };
  const waited = await askProvider(context, call, (options) => provider.check(input, options));
  switch (waited.status) {
    case 'answered':
      return { ...readCheckOutcome(waited.value, asked), providerId };
    case 'failed':
      return { status: 'unknown', failure: threw(asked), providerId };
    case 'timeout':
      return { status: 'unknown', failure: timedOut(asked), providerId };
    case 'aborted':
      throw new OtpAbortedError();
  }
}
