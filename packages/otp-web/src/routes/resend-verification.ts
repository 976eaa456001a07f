import { readFields } from '../body/read-fields.ts';
import type { Reply } from '../exchange.ts';
import { problemReply } from '../reply.ts';
import { replyToRequest } from './reply-to-request.ts';
import { answerTime, type RouteCall, refusePurpose, resolveClient, resolveScope } from './route-call.ts';

/** `POST /verifications/resend`: sends the code of an open challenge once more. */
export async function resendVerification<From extends readonly unknown[]>(call: RouteCall<From>): Promise<Reply> {
  const { options, exchange } = call;
  const reading = readFields(call.body, ['challenge'], ['purpose', 'locale']);
  if (!reading.ok) return problemReply(reading.problem, options);
  const { challenge, purpose, locale } = reading.fields;
  const refusal = refusePurpose(options.purposes, purpose);
  if (refusal !== null) return problemReply(refusal, options);
  const scope = await resolveScope(call, purpose);
  const client = await resolveClient(call);
  const result = await options.engine.resend({
    challenge,
    ...scope,
    client,
    ...(locale === undefined ? {} : { locale }),
    ...answerTime(call),
    signal: exchange.signal,
  });
  return replyToRequest(result, options);
}
