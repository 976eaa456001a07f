/** `verify`: a code for a handle, or for a number where the policy binds by number. */
import { digestsOfGuess, type Recipient, subjectOf } from '../challenge/index.ts';
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { RateLimitName } from '../events/otp-event.ts';
import type { PhoneNumber, ProviderFailure } from '../spec/index.ts';
import { askStore, nonsense } from './ask-store.ts';
import type { Call } from './call.ts';
import { aboutChallenge, type ChallengeFacts } from './challenge-facts.ts';
import { checkWithProviders } from './check-with-providers.ts';
import type { EngineContext } from './engine-context.ts';
import { readHeldChallenge } from './held-challenge.ts';
import type { VerifyResult } from './otp-engine.ts';
import { failureOf } from './provider-answer.ts';
import { chargeCheck } from './rate-limits.ts';
import { readAddressee } from './request.ts';

export interface VerifyFields {
  readonly challenge: unknown;
  readonly to: unknown;
  readonly code: unknown;
}

/** A guess whose shape is right and whose addressee is known; nothing of it is spent yet. */
interface Guess {
  readonly recipient: Recipient;
  readonly subject: string;
  readonly code: string;
  /** `null`: binding by number. */
  readonly challengeId: string | null;
  readonly asks: Asks;
}

/** Who compares: the store, or a provider. Without a handle the store says which. */
type Asks =
  | { readonly kind: 'store' }
  | { readonly kind: 'provider'; readonly providerId: string; readonly reference: string | null }
  | { readonly kind: 'either' };

export async function verify(context: EngineContext, call: Call, input: VerifyFields): Promise<VerifyResult> {
  const read = readGuess(context, call, input);
  if (read.status === 'refused') return refuse(context, call, read);
  const { guess } = read;

  const limited = await chargeCheck(context, call);
  if (limited !== null) {
    const { retryAtMs, limit } = limited;
    return refuse(context, call, { reason: 'rate-limited', subject: guess.subject, limit, retryAtMs });
  }
  return redeem(context, call, guess);
}

async function redeem(context: EngineContext, call: Call, guess: Guess): Promise<VerifyResult> {
  const { subject, recipient, challengeId, asks, code } = guess;
  const { purpose } = call;
  const outcome = await askStore(context, {
    operation: 'redeem',
    call,
    ask: () =>
      context.store.redeem({
        subject,
        nowMs: context.clock.storeNow(),
        purpose,
        challengeId,
        digests: asks.kind === 'provider' ? null : digestsOfGuess(context.keys, { subject, purpose }, code),
      }),
  });
  switch (outcome.status) {
    case 'accepted':
      return accept(context, call, { recipient, subject, challengeId: outcome.challengeId });
    case 'mismatch':
      return mismatch(context, call, { recipient, subject, challengeId: outcome.challengeId }, outcome.attemptsLeft);
    case 'delegated':
      return settleWithProvider(context, call, guess, outcome);
    case 'expired':
    case 'exhausted':
    case 'not-found':
      return refuse(context, call, { reason: outcome.status, subject });
    default:
      throw nonsense('redeem');
  }
}

/** The try is counted. Only an approval for this very number, settled by this very call, is a success. */
async function settleWithProvider(
  context: EngineContext,
  call: Call,
  guess: Guess,
  delegated: { readonly challengeId: string; readonly attemptsLeft: number },
): Promise<VerifyResult> {
  const { recipient, subject, code } = guess;
  const { challengeId, attemptsLeft } = delegated;
  const facts: ChallengeFacts = { recipient, subject, challengeId };
  if (recipient.kind === 'decoy') return mismatch(context, call, facts, attemptsLeft);

  const named = guess.asks.kind === 'provider' ? guess.asks : { providerId: null, reference: null };
  const outcome = await checkWithProviders(context, call, { ...named, to: recipient.phoneNumber, code });
  switch (outcome.status) {
    case 'approved':
      if (outcome.phoneNumber !== null && !isSameNumber(outcome.phoneNumber, recipient.phoneNumber)) {
        const { providerId } = outcome;
        context.emit({ type: 'approval-rejected', ...aboutChallenge(context, call, facts), providerId });
        return mismatch(context, call, facts, attemptsLeft);
      }
      return settle(context, call, facts);
    case 'mismatch':
      return mismatch(context, call, facts, attemptsLeft);
    case 'expired':
    case 'exhausted':
    case 'not-found':
      return refuse(context, call, { reason: outcome.status, subject });
    case 'unknown':
      return refuse(context, call, { reason: 'provider-unavailable', subject, failure: outcome.failure });
  }
}

/** Vendors differ in whether they write the plus. */
function isSameNumber(approved: string, asked: PhoneNumber): boolean {
  return approved === asked || `+${approved}` === asked;
}

async function settle(context: EngineContext, call: Call, facts: ChallengeFacts): Promise<VerifyResult> {
  const { subject, challengeId } = facts;
  const outcome = await askStore(context, {
    operation: 'settle',
    call,
    ask: () => context.store.settle({ subject, nowMs: context.clock.storeNow(), purpose: call.purpose, challengeId }),
  });
  switch (outcome.status) {
    case 'accepted':
      return accept(context, call, facts);
    case 'not-found':
      return refuse(context, call, { reason: 'not-found', subject });
    default:
      throw nonsense('settle');
  }
}

type ReadGuess = { readonly status: 'read'; readonly guess: Guess } | ({ readonly status: 'refused' } & Refusal);

function readGuess(context: EngineContext, call: Call, input: VerifyFields): ReadGuess {
  if (input.to === undefined) return readGuessByHandle(context, call, input);
  if (input.challenge !== undefined) throw new OtpMisuseError('verify takes a challenge or a number, not both.');
  if (call.settings.policy.binding !== 'number') {
    throw new OtpMisuseError("verify by number needs policy.binding: 'number' for this purpose.");
  }
  return readGuessByNumber(context, call, input);
}

function readGuessByHandle(context: EngineContext, call: Call, { challenge, code }: VerifyFields): ReadGuess {
  const read = readHeldChallenge(context, call, challenge);
  if (read.status !== 'held') return { status: 'refused', reason: read.status, subject: null };
  const { recipient, subject, challengeId, codeLength, origin, providerId } = read.held;
  if (!isCode(code, codeLength, codeLength)) return { status: 'refused', reason: 'malformed', subject };
  if (origin.kind === 'own') {
    return { status: 'read', guess: { recipient, subject, code, challengeId, asks: { kind: 'store' } } };
  }
  const provider = context.verificationProviders.find((each) => each.providerId === providerId);
  if (provider === undefined) {
    const message = 'The provider that made this code is configured neither as provider nor as retired.';
    const failure = failureOf({ providerId, confidential: [] }, 'configuration', message);
    return { status: 'refused', reason: 'provider-unavailable', subject, failure };
  }
  const { reference } = origin;
  if (reference === null && recipient.kind === 'number' && !provider.capabilities.checkByNumber) {
    return { status: 'refused', reason: 'not-found', subject };
  }
  const asks: Asks = { kind: 'provider', providerId, reference };
  return { status: 'read', guess: { recipient, subject, code, challengeId, asks } };
}

function readGuessByNumber(context: EngineContext, call: Call, { to, code }: VerifyFields): ReadGuess {
  const addressee = readAddressee(context, call, to);
  if (addressee.status === 'refused') return { status: 'refused', reason: 'malformed', subject: null };
  const { recipient } = addressee;
  const subject = subjectOf(context.keys, call.tenant, recipient);
  if (!isCode(code, 4, 10)) return { status: 'refused', reason: 'malformed', subject };
  return { status: 'read', guess: { recipient, subject, code, challengeId: null, asks: { kind: 'either' } } };
}

/** ASCII digits only: other digits look the same and are not. */
function isCode(code: unknown, minimum: number, maximum: number): code is string {
  return typeof code === 'string' && code.length >= minimum && code.length <= maximum && /^[0-9]+$/.test(code);
}

function accept(context: EngineContext, call: Call, facts: ChallengeFacts): VerifyResult {
  const { recipient } = facts;
  // No code ever matches a decoy; a store that says one did is not believed.
  if (recipient.kind === 'decoy') return refuse(context, call, { reason: 'not-found', subject: facts.subject });
  const about = aboutChallenge(context, call, facts);
  context.emit({ type: 'code-verified', ...about });
  return {
    ok: true,
    phoneNumber: recipient.phoneNumber,
    purpose: call.purpose,
    tenant: call.tenant,
    verifiedAt: new Date(about.atMs),
  };
}

function mismatch(context: EngineContext, call: Call, facts: ChallengeFacts, attemptsLeft: number): VerifyResult {
  context.emit({ type: 'code-mismatched', ...aboutChallenge(context, call, facts), attemptsLeft });
  return { ok: false, reason: 'mismatch', attemptsLeft };
}

type Refusal = { readonly subject: string | null } & (
  | { readonly reason: 'malformed' | 'expired' | 'not-found' | 'exhausted' }
  | { readonly reason: 'rate-limited'; readonly limit: RateLimitName; readonly retryAtMs: number }
  | { readonly reason: 'provider-unavailable'; readonly failure: ProviderFailure }
);

/** Tells a refusal to the listener and to the caller. */
function refuse(context: EngineContext, call: Call, refusal: Refusal): VerifyResult {
  context.emit({
    type: 'verification-refused',
    atMs: context.clock.now(),
    tenant: call.tenant,
    purpose: call.purpose,
    subject: refusal.subject,
    reason: refusal.reason,
    limit: refusal.reason === 'rate-limited' ? refusal.limit : null,
    failure: refusal.reason === 'provider-unavailable' ? refusal.failure : null,
  });
  switch (refusal.reason) {
    case 'malformed':
    case 'expired':
    case 'not-found':
    case 'exhausted':
      return { ok: false, reason: refusal.reason };
    case 'rate-limited':
      return { ok: false, reason: 'rate-limited', retryAt: new Date(refusal.retryAtMs) };
    case 'provider-unavailable':
      return { ok: false, reason: 'provider-unavailable', failure: refusal.failure };
  }
}
