/** `verify`: a code for a handle, or for a number where the policy binds by number. */
import {
  digestsOfGuess,
  type HandleFields,
  MAXIMUM_CODE_LENGTH,
  MINIMUM_CODE_LENGTH,
  type Recipient,
  readTypedCode,
  subjectOf,
} from '../challenge/index.ts';
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { RateLimitName } from '../events/otp-event.ts';
import type { PhoneNumber, ProviderFailure } from '../spec/index.ts';
import { askStore, nonsense } from './ask-store.ts';
import type { Call } from './call.ts';
import { aboutChallenge, type ChallengeFacts } from './challenge-facts.ts';
import { checkWithProviders } from './check-with-providers.ts';
import type { EngineContext } from './engine-context.ts';
import { readHeldChallenge } from './held-challenge.ts';
import type { MalformedField, VerifyResult } from './otp-engine.ts';
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
  /** What the handle says; `null` where there is none: binding by number. */
  readonly held: HandleFields | null;
}

export async function verify(context: EngineContext, call: Call, input: VerifyFields): Promise<VerifyResult> {
  const guess = readGuess(context, call, input);
  if ('reason' in guess) return refuse(context, call, guess);
  const limited = await chargeCheck(context, call);
  if (limited !== null) {
    const { retryAtMs, limit } = limited;
    return refuse(context, call, { reason: 'rate-limited', subject: guess.subject, limit, retryAtMs });
  }
  return redeem(context, call, guess);
}

async function redeem(context: EngineContext, call: Call, guess: Guess): Promise<VerifyResult> {
  const { subject, recipient, held, code } = guess;
  const { purpose } = call;
  const outcome = await askStore(context, {
    operation: 'redeem',
    call,
    ask: () =>
      context.store.redeem({
        subject,
        nowMs: context.clock.storeNow(),
        purpose,
        challengeId: held?.challengeId ?? null,
        digests: held?.origin.kind === 'provider' ? null : digestsOfGuess(context.keys, { subject, purpose }, code),
      }),
  });
  switch (outcome?.status) {
    case 'accepted':
      return accept(context, call, { recipient, subject, challengeId: outcome.challengeId });
    case 'mismatch':
      return mismatch(context, call, { recipient, subject, ...outcome });
    case 'delegated':
      return askProvider(context, call, guess, { recipient, subject, ...outcome });
    case 'expired':
    case 'exhausted':
    case 'not-found':
      return refuse(context, call, { reason: outcome.status, subject });
    default:
      throw nonsense('redeem');
  }
}

/** A challenge of which a try was just spent. */
interface Attempt extends ChallengeFacts {
  readonly attemptsLeft: number;
}

/** The try is counted. Only an approval for this very number, settled by this very call, is a success. */
async function askProvider(context: EngineContext, call: Call, guess: Guess, attempt: Attempt): Promise<VerifyResult> {
  const { recipient, held, code } = guess;
  const { subject } = attempt;
  if (recipient.kind === 'decoy') return mismatch(context, call, attempt);
  const outcome = await checkWithProviders(context, call, {
    providerId: held?.providerId ?? null,
    reference: held?.origin.kind === 'provider' ? held.origin.reference : null,
    to: recipient.phoneNumber,
    code,
  });
  switch (outcome.status) {
    case 'approved':
      if (outcome.phoneNumber !== null && !isSameNumber(outcome.phoneNumber, recipient.phoneNumber)) {
        const { providerId } = outcome;
        context.emit?.({ type: 'approval-rejected', ...aboutChallenge(context, call, attempt), providerId });
        return mismatch(context, call, attempt);
      }
      return settle(context, call, attempt);
    case 'mismatch':
      return mismatch(context, call, attempt);
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
  switch (outcome?.status) {
    case 'accepted':
      return accept(context, call, facts);
    case 'not-found':
      return refuse(context, call, { reason: 'not-found', subject });
    default:
      throw nonsense('settle');
  }
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
  return refusalOfMaker(context, held) ?? { recipient, subject, code: digits, held };
}

/** Before a try is spent: can whoever made the code be asked at all? */
function refusalOfMaker(context: EngineContext, held: HandleFields): Refusal | undefined {
  const { origin, providerId, recipient, subject } = held;
  if (origin.kind === 'own') return undefined;
  const provider = context.verificationProviders.find((each) => each.providerId === providerId);
  if (provider === undefined) {
    const message = 'The provider that made this code is not configured; put it into retired.';
    const failure = failureOf({ providerId }, 'configuration', message);
    return { reason: 'provider-unavailable', subject, failure };
  }
  const canBeChecked = origin.reference !== null || provider.capabilities.checkByNumber || recipient.kind === 'decoy';
  return canBeChecked ? undefined : { reason: 'not-found', subject };
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

function accept(context: EngineContext, call: Call, facts: ChallengeFacts): VerifyResult {
  const { recipient } = facts;
  // No code ever matches a decoy; a store that says one did is not believed.
  if (recipient.kind === 'decoy') return refuse(context, call, { reason: 'not-found', subject: facts.subject });
  const atMs = context.clock.now();
  context.emit?.({ type: 'code-verified', ...aboutChallenge(context, call, facts), atMs });
  return {
    ok: true,
    phoneNumber: recipient.phoneNumber,
    purpose: call.purpose,
    tenant: call.tenant,
    verifiedAt: new Date(atMs),
  };
}

function mismatch(context: EngineContext, call: Call, attempt: Attempt): VerifyResult {
  const { attemptsLeft } = attempt;
  context.emit?.({ type: 'code-mismatched', ...aboutChallenge(context, call, attempt), attemptsLeft });
  return { ok: false, reason: 'mismatch', attemptsLeft };
}

type Refusal = { readonly subject: string | null } & (
  | { readonly reason: 'malformed'; readonly field: MalformedField }
  | { readonly reason: 'expired' | 'not-found' | 'exhausted' }
  | { readonly reason: 'rate-limited'; readonly limit: RateLimitName; readonly retryAtMs: number }
  | { readonly reason: 'provider-unavailable'; readonly failure: ProviderFailure }
);

/** Tells a refusal to the listener and to the caller. */
function refuse(context: EngineContext, call: Call, refusal: Refusal): VerifyResult {
  context.emit?.({
    type: 'verification-refused',
    atMs: context.clock.now(),
    tenant: call.tenant,
    purpose: call.purpose,
    subject: refusal.subject,
    reason: refusal.reason,
    field: 'field' in refusal ? refusal.field : null,
    limit: 'limit' in refusal ? refusal.limit : null,
    failure: 'failure' in refusal ? refusal.failure : null,
  });
  switch (refusal.reason) {
    case 'malformed':
      return { ok: false, reason: refusal.reason, field: refusal.field };
    case 'rate-limited':
      return { ok: false, reason: refusal.reason, retryAt: new Date(refusal.retryAtMs) };
    case 'provider-unavailable':
      return { ok: false, reason: refusal.reason, failure: refusal.failure };
    default:
      return { ok: false, reason: refusal.reason };
  }
}
