/**
 * When a call is answered: as soon as its outcome is known, or, to hide which accounts exist, at a fixed
 * moment with words that are the same for all of them.
 */
import type { Call } from './call.ts';
import type { Delivery } from './deliver.ts';
import type { EngineContext } from './engine-context.ts';
import type { RequestResult } from './otp-engine.ts';
import { answerOf, type Told } from './tell-code.ts';

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
