import { OtpError } from '@countersign/otp-core/adapter';
import { createProblem, type Problem } from './problem.ts';
import { retryAtMsAfter } from './retry-after.ts';

/** Which problem something thrown is. Nothing of the error goes into it: it is the operator's, through `onError`. */
export function problemOfError(error: unknown, nowMs: number): Problem {
  if (!OtpError.isInstance(error)) return createProblem('internal-error');
  switch (error.code) {
    case 'OTP_STORE_UNAVAILABLE':
    case 'OTP_STORE_FULL':
    case 'OTP_CLOSED':
      return createProblem('service-unavailable', { retryAtMs: retryAtMsAfter(undefined, nowMs) });
    case 'OTP_ABORTED':
      return createProblem('client-closed-request');
    // Nothing a client sends gets this far: the app called the engine wrongly, and blaming the client would hide it.
    case 'OTP_MISUSE':
    case 'OTP_CONFIGURATION':
    case 'OTP_MESSAGE':
      return createProblem('internal-error');
    default:
      return internalErrorOf(error.code);
  }
}

/** The error of a newer core may have a code unknown here. */
function internalErrorOf(_code: never): Problem {
  return createProblem('internal-error');
}
