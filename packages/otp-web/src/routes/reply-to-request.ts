import type { RequestResult } from '@countersign/otp-core';
import type { Reply } from '../exchange.ts';
import { problemOfRequestRefusal } from '../problems/problem-of-result.ts';
import { jsonReply, type ProblemOptions, problemReply } from '../reply.ts';

/**
 * The answer to a request and to a resend. Neither the provider's message id nor how sure the delivery is:
 * both would tell a number that exists from one that does not.
 */
export function replyToRequest(result: RequestResult, options: ProblemOptions): Reply {
  if (!result.ok) return problemReply(problemOfRequestRefusal(result, options.nowMs()), options);
  return jsonReply(202, {
    challenge: result.challenge,
    expiresAt: result.expiresAt.toISOString(),
    resendAt: result.resendAt.toISOString(),
    codeLength: result.codeLength,
    maskedTo: result.maskedTo,
  });
}
