/**
 * Supabase Auth, Send SMS hook. Read in supabase/auth (internal/hooks/hookshttp, internal/api/phone.go, mfa.go): five
 * seconds for all of at most three tries, each signed anew with a new id, so the id tells no duplicate from another send.
 * Every send has a new code, the person's own resend included. `429` and `503` with `Retry-After` are asked again at once,
 * so failures are a `200` with an `error`, whose message reaches the caller.
 */
import type { HookOutcome } from '../answer/hook-outcome.ts';
import { emptyReply, type HookReply, jsonReply } from '../answer/hook-reply.ts';
import { textAt } from '../reading/json-value.ts';
import type { Platform, PlatformReading } from './platform.ts';
import { readCode } from './read-code.ts';

export const SUPABASE: Platform = {
  name: 'supabase',
  schemes: ['standard-webhooks'],
  deadlineMs: 4_000,
  text: 'none',

  read(body): PlatformReading {
    return readCode({
      phoneNumber: readNumber(body),
      plus: 'may-lack',
      code: textAt(body, 'sms', 'otp'),
      subject: [textAt(body, 'user', 'id') ?? ''],
      purpose: textAt(body, 'sms', 'sms_type') ?? 'default',
      locale: null,
      clientAddress: textAt(body, 'metadata', 'ip_address'),
      text: null,
      lifeMs: null,
    });
  },

  answer(outcome: HookOutcome): HookReply {
    if (outcome.status !== 'refused') return emptyReply(204);
    const { httpStatus, message } = outcome.refusal;
    return jsonReply(200, { error: { http_code: httpStatus, message } });
  },
};

/** Older servers name the user's number alone. While a change of number is open, that may be the wrong one of two. */
function readNumber(body: unknown): string | null {
  const told = textAt(body, 'sms', 'phone');
  if (told !== null) return told;
  return textAt(body, 'user', 'new_phone') === null ? textAt(body, 'user', 'phone') : null;
}
