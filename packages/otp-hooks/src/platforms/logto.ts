/**
 * Logto, HTTP SMS connector. Read in logto-io/logto (connector-http-sms, core/libraries/passcode.ts): a static
 * `Authorization` header, any 2xx is a success, and the text of any other answer becomes the error. It does not retry;
 * every send, the person's own resend included, has a new code. `to` may lack its plus.
 */
import type { HookOutcome } from '../answer/hook-outcome.ts';
import { emptyReply, type HookReply, retryAfter, textReply } from '../answer/hook-reply.ts';
import { textAt } from '../reading/json-value.ts';
import type { Platform, PlatformReading } from './platform.ts';
import { readCode } from './read-code.ts';

export const LOGTO: Platform = {
  name: 'logto',
  schemes: ['authorization'],
  deadlineMs: 10_000,
  text: 'none',

  read(body): PlatformReading {
    const type = textAt(body, 'type') ?? 'Generic';
    return readCode({
      phoneNumber: textAt(body, 'to'),
      plus: 'may-lack',
      code: textAt(body, 'payload', 'code'),
      subject: [type],
      purpose: type,
      locale: textAt(body, 'payload', 'locale'),
      clientAddress: textAt(body, 'ip'),
      text: null,
      lifeMs: null,
    });
  },

  answer(outcome: HookOutcome): HookReply {
    if (outcome.status !== 'refused') return emptyReply(204);
    const { httpStatus, message } = outcome.refusal;
    return textReply(httpStatus, message, retryAfter(outcome.retryAfterMs));
  },
};
