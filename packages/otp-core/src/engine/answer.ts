/**
 * What a call is answered, and when: as soon as its outcome is known, or, to hide which accounts exist, at a fixed
 * moment with words that are the same for all of them. Refusals stand in `refusals.ts`.
 */
import { apparentNumberOf, sealHandle } from '../challenge/index.ts';
import { maskPhoneNumber } from '../message/index.ts';
import type { IssuedChallenge } from '../spec/index.ts';
import { aboutChallenge, type Call, type ChallengeFacts } from './call.ts';
import type { Delivery, Dispatch } from './deliver.ts';
import type { EngineContext } from './engine-context.ts';
import { codeLengthOf } from './open-challenge.ts';
import type { RequestResult, VerifyResult } from './otp-engine.ts';
import { refuseGuess } from './refusals.ts';
import type { Told } from './tell-code.ts';

export async function answerWhenKnown(
  context: EngineContext,
  call: Call,
  telling: Promise<Told>,
): Promise<RequestResult> {
  const told = await telling;
  if (told.status === 'refused') return told.result;
  return answerOf(context, call, told.dispatch, await told.delivery);
}

/** What is still under way then goes on by itself; how it ends is told by events. */
export async function answerOnTime(context: EngineContext, call: Call, telling: Promise<Told>): Promise<RequestResult> {
  const moment = momentOf(context, call);
  const [told] = await Promise.allSettled([telling, moment]);
  if (told.status === 'rejected') throw told.reason;
  if (told.value.status === 'refused') return told.value.result;
  const { dispatch, delivery } = told.value;
  const known = await Promise.race([delivery, moment.then(() => STILL_UNDER_WAY)]);
  const answer = answerOf(context, call, dispatch, known.status === 'refused' ? STILL_UNDER_WAY : known);
  return answer.ok
    ? { ...answer, expiresAt: new Date(dispatch.issued.expiresAtMs), delivery: 'unknown', messageId: null }
    : answer;
}

// Stryker disable next-line ObjectLiteral,StringLiteral: only the compiler asks for it: nobody asks about this case by name
const STILL_UNDER_WAY: Delivery = { status: 'unknown' };

/** Resolves at the moment of the answer, at once where it has none or is late. */
export function momentOf({ clock }: EngineContext, { startedAtMs, answerAfterMs }: Call): Promise<void> {
  const leftMs = startedAtMs + (answerAfterMs ?? 0) - clock.now();
  return leftMs <= 0
    ? Promise.resolve()
    : new Promise((resolve) => {
        clock.after(leftMs, resolve);
      });
}

/** The answer to a request whose message is, or may be, on its way. */
function answerOf(context: EngineContext, call: Call, dispatch: Dispatch, delivery: Delivery): RequestResult {
  if (delivery.status === 'refused') return { ok: false, reason: 'delivery-failed', failure: delivery.failure };
  const { recipient, subject, issued } = dispatch;
  const expiresAtMs = expiryOf(context, issued, delivery);
  const codeLength = codeLengthOf(context, issued);
  const challenge = sealHandle(context.keys, {
    recipient,
    subject,
    tenant: call.tenant,
    purpose: call.purpose,
    challengeId: issued.challengeId,
    codeLength,
    providerId: context.provider.providerId,
    origin:
      context.provider.kind === 'sms-sender'
        ? { kind: 'own' }
        : // Stryker disable next-line ConditionalExpression: only the compiler asks for it: any other delivery has no reference
          { kind: 'provider', reference: delivery.status === 'accepted' ? delivery.reference : null },
    expiresAtMs,
  });
  return {
    ok: true,
    challenge,
    expiresAt: new Date(expiresAtMs),
    resendAt: new Date(issued.resendAtMs),
    codeLength,
    maskedTo: maskPhoneNumber(apparentNumberOf(context.keys, recipient)),
    delivery: delivery.status,
    messageId: delivery.status === 'accepted' ? delivery.messageId : null,
  };
}

function expiryOf(context: EngineContext, issued: IssuedChallenge, delivery: Delivery): number {
  if (delivery.status !== 'accepted' || delivery.ttlMs === null) return issued.expiresAtMs;
  return Math.min(issued.expiresAtMs, context.clock.now() + delivery.ttlMs);
}

export function accept(context: EngineContext, call: Call, facts: ChallengeFacts): VerifyResult {
  const { recipient } = facts;
  // No code ever matches a decoy; a store that says one did is not believed.
  if (recipient.kind !== 'number') return refuseGuess(context, call, { reason: 'not-found', subject: facts.subject });
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

/** A challenge of which a try was just spent. */
export interface Attempt extends ChallengeFacts {
  readonly attemptsLeft: number;
}

export function mismatch(context: EngineContext, call: Call, attempt: Attempt): VerifyResult {
  const { attemptsLeft } = attempt;
  context.emit?.({ type: 'code-mismatched', ...aboutChallenge(context, call, attempt), attemptsLeft });
  return { ok: false, reason: 'mismatch', attemptsLeft };
}
