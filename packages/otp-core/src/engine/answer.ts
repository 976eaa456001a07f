/**
 * When a request is answered: as soon as its outcome is known, or, to hide which accounts exist, at a fixed
 * moment with words that are the same for all of them.
 */
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { Call } from './call.ts';
import type { Delivery } from './deliver.ts';
import type { EngineContext } from './engine-context.ts';
import type { RequestResult } from './otp-engine.ts';
import { answerOf, type Told } from './tell-code.ts';

/** @throws OtpMisuseError when the moment lies beyond the call's deadline */
export function readAnswerAfterMs(context: EngineContext, value: unknown): number | null {
  if (value === undefined) return null;
  const { totalMs } = context.deadlines;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= totalMs) return value as number;
  throw new OtpMisuseError(`answerAfterMs must be a whole number from 1 to ${totalMs}.`);
}

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
export async function answerOnTime(
  context: EngineContext,
  call: Call,
  telling: Promise<Told>,
  answerAfterMs: number,
): Promise<RequestResult> {
  const moment = new Promise<void>((resolve) => {
    context.clock.after(call.startedAtMs + answerAfterMs - context.clock.now(), resolve);
  });
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
