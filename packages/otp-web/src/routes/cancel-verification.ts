import { readFields } from '../body/read-fields.ts';
import type { Reply } from '../exchange.ts';
import { problemOfCancelRefusal } from '../problems/problem-of-result.ts';
import { emptyReply, problemReply } from '../reply.ts';
import { type RouteCall, refusePurpose, resolveScope } from './route-call.ts';

/** `POST /verifications/cancel`: closes a challenge. The answer to a handle is the same whether there was one. */
export async function cancelVerification<From extends readonly unknown[]>(call: RouteCall<From>): Promise<Reply> {
  const reading = readFields(call.body, ['challenge'], ['purpose']);
  if (!reading.ok) return problemReply(reading.problem, call.options);
  const { challenge, purpose } = reading.fields;
  const refusal = refusePurpose(call.options.purposes, purpose);
  if (refusal !== null) return problemReply(refusal, call.options);
  const scope = await resolveScope(call, purpose);
  const result = await call.options.engine.cancel({ challenge, ...scope });
  return result.ok ? emptyReply(204) : problemReply(problemOfCancelRefusal(result), call.options);
}
