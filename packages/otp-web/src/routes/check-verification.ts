import { readFields } from '../body/read-fields.ts';
import type { Reply } from '../exchange.ts';
import { problemOfVerifyRefusal } from '../problems/problem-of-result.ts';
import { jsonReply, problemReply } from '../reply.ts';
import { answerTime, type RouteCall, refusePurpose, resolveClient, resolveScope } from './route-call.ts';

/** `POST /verifications/check`: redeems a code. */
export async function checkVerification<From extends readonly unknown[]>(call: RouteCall<From>): Promise<Reply> {
  const { options, exchange } = call;
  const reading = readFields(call.body, ['challenge', 'code'], ['purpose']);
  if (!reading.ok) return problemReply(reading.problem, options);
  const { challenge, code, purpose } = reading.fields;
  const refusal = refusePurpose(options.purposes, purpose);
  if (refusal !== null) return problemReply(refusal, options);
  const scope = await resolveScope(call, purpose);
  const client = await resolveClient(call);
  const signProof = await options.proof?.prepare();
  const result = await options.engine.verify({
    challenge,
    code,
    ...scope,
    client,
    ...answerTime(call),
    signal: exchange.signal,
  });
  if (!result.ok) {
    return problemReply(problemOfVerifyRefusal(result, options.nowMs()), options);
  }
  const { phoneNumber, purpose: proven } = result;
  const proof = await signProof?.(result);
  // The headers the app wants on the answer.
  const headers = options.onVerified === undefined ? undefined : await options.onVerified(result, ...exchange.from);
  const body = { verified: true, phoneNumber, purpose: proven, ...(proof === undefined ? {} : { proof }) };
  return jsonReply(200, body, headers ?? undefined);
}
