import { readFields } from '../body/read-fields.ts';
import type { Reply } from '../exchange.ts';
import type { VerifiedNumber } from '../otp-web-options.ts';
import { problemOfVerifyRefusal } from '../problems/problem-of-result.ts';
import { jsonReply, problemReply } from '../reply.ts';
import { answerTime, type RouteCall, resolveClient, resolveScope } from './route-call.ts';

/** `POST /verifications/check`: redeems a code. */
export async function checkVerification<From extends readonly unknown[]>(call: RouteCall<From>): Promise<Reply> {
  const { options, exchange } = call;
  const reading = readFields(call.body, ['challenge', 'code'], ['purpose']);
  if (!reading.ok) return problemReply(reading.problem, options.nowMs());
  const { challenge, code, purpose } = reading.fields;
  const resolved = await resolveScope(call, purpose);
  if (!resolved.ok) return problemReply(resolved.problem, options.nowMs());
  const client = await resolveClient(call);
  const signProof = await options.proof?.prepare();
  const result = await options.engine.verify({
    challenge,
    code,
    ...resolved.scope,
    client,
    ...answerTime(call),
    signal: exchange.signal,
  });
  if (!result.ok) {
    const nowMs = options.nowMs();
    return problemReply(problemOfVerifyRefusal(result, nowMs), nowMs);
  }
  const { phoneNumber, purpose: proven } = result;
  const proof = await signProof?.(result);
  const headers = await tellApp(call, result);
  const body = { verified: true, phoneNumber, purpose: proven, ...(proof === undefined ? {} : { proof }) };
  return jsonReply(200, body, headers);
}

/** The headers the app wants on the answer. */
async function tellApp<From extends readonly unknown[]>(
  { options, exchange }: RouteCall<From>,
  verified: VerifiedNumber,
): Promise<Headers> {
  const headers = await options.onVerified?.(verified, ...exchange.from);
  return new Headers(headers ?? undefined);
}
