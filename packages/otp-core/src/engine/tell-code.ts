/** From an admitted request to its message: open, deliver, take back what was refused. */
import { OtpAbortedError } from '../errors/otp-error.ts';
import { askStore } from './ask.ts';
import type { Call } from './call.ts';
import { type Delivery, type Dispatch, deliver } from './deliver.ts';
import type { EngineContext } from './engine-context.ts';
import { type Opening, openChallenge } from './open-challenge.ts';
import { type RefusedRequest, refuseRequest } from './refusals.ts';

/** What can be answered once the state is stored, and how the message fared when that is known. */
export type Told =
  | RefusedRequest
  | { readonly status: 'telling'; readonly dispatch: Dispatch; readonly delivery: Promise<Delivery> };

export async function tellCode(context: EngineContext, call: Call, opening: Opening): Promise<Told> {
  const opened = await openChallenge(context, call, opening);
  if (opened.status === 'refused') return opened;
  const { issued, code } = opened;
  const { recipient, subject, message } = opening;
  const dispatch = { recipient, subject, message, issued, code };
  if (opened.status === 'duplicate') {
    // The first request's message is the message, and only that one knows what became of it.
    // Stryker disable next-line StringLiteral: only the compiler asks for it: nobody asks about this case by name
    return { status: 'telling', dispatch, delivery: Promise.resolve({ status: 'unknown' }) };
  }
  if (!canBeTold(context, dispatch)) {
    await takeBack(context, call, dispatch);
    return refuseRequest(context, call, opening, { reason: 'challenge-not-active' });
  }
  const delivery = deliverOrTakeBack(context, call, dispatch);
  // Without a moment of its own, the answer waits for it.
  // Stryker disable next-line ConditionalExpression: time, not behaviour: what is waited for anyway is counted once more
  if (call.answerAfterMs !== null) context.underWay.follow(delivery);
  // Stryker disable next-line StringLiteral: only the compiler asks for it: nobody asks about this case by name
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
      ask: (options) =>
        context.store.discard(
          { cause: 'refused', subject, nowMs: context.clock.storeNow(), challengeId, sentAtMs },
          options,
        ),
    });
  } catch {
    // Told by an event.
  }
}
