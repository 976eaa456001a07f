/** From an admitted request to its answer: open, deliver, take back what was refused, seal the handle. */
import { apparentNumberOf, sealHandle } from '../challenge/index.ts';
import { OtpAbortedError } from '../errors/otp-error.ts';
import { maskPhoneNumber } from '../message/index.ts';
import type { IssuedChallenge } from '../spec/index.ts';
import { askStore } from './ask-store.ts';
import type { Call } from './call.ts';
import { type Delivery, type Dispatch, deliver } from './deliver.ts';
import type { EngineContext } from './engine-context.ts';
import { codeLengthOf, type Opening, openChallenge, refuse } from './open-challenge.ts';
import type { RequestResult } from './otp-engine.ts';

/** What can be answered once the state is stored, and how the message fared when that is known. */
export type Told =
  | { readonly status: 'refused'; readonly result: RequestResult }
  | { readonly status: 'telling'; readonly dispatch: Dispatch; readonly delivery: Promise<Delivery> };

export async function tellCode(context: EngineContext, call: Call, opening: Opening): Promise<Told> {
  const opened = await openChallenge(context, call, opening);
  if (opened.status === 'refused') return opened;
  const { issued, code } = opened;
  const { recipient, subject, message } = opening;
  const dispatch = { recipient, subject, message, issued, code };
  if (opened.status === 'duplicate') {
    // The first request's message is the message, and only that one knows what became of it.
    return { status: 'telling', dispatch, delivery: Promise.resolve({ status: 'unknown' }) };
  }
  if (!canBeTold(context, dispatch)) {
    await takeBack(context, call, dispatch);
    return refuse(context, call, opening, { reason: 'challenge-not-active' });
  }
  const delivery = deliverOrTakeBack(context, call, dispatch);
  context.keepTrackOf(delivery);
  return { status: 'telling', dispatch, delivery };
}

/** Our own code can be repeated only while the secret it was made under is still in force. */
function canBeTold(context: EngineContext, { issued }: Dispatch): boolean {
  if (context.provider.kind === 'verification-provider') return issued.codeLength === null;
  return issued.codeLength !== null && context.keys.find(issued.keyId) !== undefined;
}

async function deliverOrTakeBack(context: EngineContext, call: Call, dispatch: Dispatch): Promise<Delivery> {
  try {
    const delivery = await deliver(context, call, dispatch);
    // Where accounts are hidden, neither limits nor tries may tell that there was a message to refuse.
    if (delivery.status === 'refused' && call.answerAfterMs === null) await takeBack(context, call, dispatch);
    return delivery;
  } catch (error) {
    // A text that cannot be composed was not sent; a call that was aborted may have sent.
    if (!OtpAbortedError.isInstance(error)) await takeBack(context, call, dispatch);
    throw error;
  }
}

/** Best effort: a send that is not given back costs the number one of its quota, and nothing else. */
async function takeBack(context: EngineContext, call: Call, { subject, issued }: Dispatch): Promise<void> {
  const { challengeId, sentAtMs } = issued;
  const nowMs = context.clock.now();
  try {
    await askStore(context, {
      operation: 'discard',
      call: { tenant: call.tenant, endsAtMs: Math.max(call.endsAtMs, nowMs + 1), signal: undefined },
      ask: () =>
        context.store.discard({ cause: 'refused', subject, nowMs: context.clock.storeNow(), challengeId, sentAtMs }),
    });
  } catch {
    // Told by an event.
  }
}

/** The answer to a request whose message is, or may be, on its way. */
export function answerOf(context: EngineContext, call: Call, dispatch: Dispatch, delivery: Delivery): RequestResult {
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
        : { kind: 'provider', reference: delivery.status === 'accepted' ? delivery.reference : null },
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
