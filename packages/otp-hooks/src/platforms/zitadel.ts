/**
 * Zitadel, SMS provider of type HTTP. Read in zitadel/zitadel (pkg/actions/signing.go, notification handlers) and its
 * page on notification providers: signed where the provider has a signing key, five seconds for a call. A worker asks
 * again after everything but a 2xx, with the same code and no id; a person's own resend has a new code. Older servers sign
 * nothing: their endpoint can be given as `https://user:password@…`, which arrives as Basic authorization.
 */
import { replyByStatus } from '../answer/hook-reply.ts';
import { textAt } from '../reading/json-value.ts';
import type { Platform, PlatformReading } from './platform.ts';
import { readCode } from './read-code.ts';

export const ZITADEL: Platform = {
  name: 'zitadel',
  schemes: ['zitadel-signature', 'authorization'],
  deadlineMs: 4_000,
  text: 'sent-along',

  read(body): PlatformReading {
    const eventType = textAt(body, 'contextInfo', 'eventType') ?? 'default';
    return readCode({
      phoneNumber: textAt(body, 'contextInfo', 'recipientPhoneNumber'),
      plus: 'always',
      // `OTP` of older events, with its first letter in lower case as all arguments have it.
      code: textAt(body, 'args', 'code') ?? textAt(body, 'args', 'oTP'),
      subject: [eventType],
      purpose: eventType,
      locale: null,
      clientAddress: null,
      text: textAt(body, 'templateData', 'text'),
      lifeMs: null,
    });
  },

  answer: replyByStatus,
};
