/** Refusals as Sinch words them: numbers in the Verification API, words in the SMS API. */
import type { HttpProblem } from '../../http/http-problem.ts';
import { createJsonReply, type Reply } from '../../http/reply.ts';
import { VendorRefusal } from '../twin.ts';

/** Of the Verification API. Its codes are statuses with two more digits. */
export function createVerificationReply(
  errorCode: number,
  message: string,
  status = Math.floor(errorCode / 100),
): Reply {
  return createJsonReply(status, { errorCode, message, reference: 'otp-inbox' });
}

/** An error to throw, so that readers of parts need not pass a refusal on. */
export function verificationRefusal(errorCode: number, message: string): VendorRefusal {
  return new VendorRefusal(createVerificationReply(errorCode, message));
}

/** What the inbox refuses before a twin of the Verification API is asked. */
export function createVerificationRefusal({ status, message, headers }: HttpProblem): Reply {
  const reply = createVerificationReply(status * 100 + (status === 400 ? 1 : 0), message);
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

/** Of the SMS API. */
export function createSmsReply(status: number, code: string, text: string): Reply {
  return createJsonReply(status, { code, text });
}

export function smsRefusal(status: number, code: string, text: string): VendorRefusal {
  return new VendorRefusal(createSmsReply(status, code, text));
}

export function createSmsRefusal({ status, code, message, headers }: HttpProblem): Reply {
  const reply = createSmsReply(status, code.replaceAll('-', '_'), message);
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
