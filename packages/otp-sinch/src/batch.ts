/** Writes a batch of one message for the SMS API, and reads what is answered. */
import type { SendOutcome } from '@countersign/otp-core/spec';
import type { SinchAnswer, SinchRequest } from './exchange-with-sinch.ts';
import { isSinchId } from './read-call.ts';
import { memberOf, parseJsonObject } from './read-json.ts';
import { type Confidential, isFitToShow } from './shown-token.ts';
import { SMS_ERRORS } from './sinch-errors.ts';
import { type ErrorDialect, failureOfAnswer, isRefusal, isSuccess, unreadable } from './sinch-failure.ts';
import type { ResolvedSinchSmsOptions } from './sinch-sms-options.ts';

/** Sinch gives up after this time in any case. */
const MAX_TTL_MS = 3 * 24 * 60 * 60 * 1000;

export function smsDialect(providerId: string, confidential: Confidential): ErrorDialect {
  // One word or several: `unauthorized`, `syntax_invalid_json`. Of more than three digits in a row it could be a code.
  const codeShape = /^[A-Za-z](?:[A-Za-z_.-]|\d{1,3}(?!\d)){1,63}$/;
  return { providerId, codeMember: 'code', codeShape, table: SMS_ERRORS, confidential };
}

/** `ttlMs`: how long it is worth delivering; `null` where that is not known. */
export function writeBatch(
  { batchesUrl, apiToken, from, deliveryReport, callbackUrl, clientReference, clock }: ResolvedSinchSmsOptions,
  message: { readonly to: string; readonly text: string; readonly ttlMs: number | null },
): SinchRequest {
  const { to, text, ttlMs } = message;
  const batch = {
    to: [to],
    ...(from === null ? {} : { from }),
    body: text,
    type: 'mt_text',
    delivery_report: deliveryReport,
    ...(callbackUrl === null ? {} : { callback_url: callbackUrl }),
    ...(clientReference === null ? {} : { client_reference: clientReference }),
    ...(ttlMs === null ? {} : { expire_at: new Date(clock.now() + Math.min(ttlMs, MAX_TTL_MS)).toISOString() }),
  };
  return {
    method: 'POST',
    url: batchesUrl,
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${apiToken}` },
    body: JSON.stringify(batch),
  };
}

export function readBatchAnswer(answer: SinchAnswer, to: string, dialect: ErrorDialect): SendOutcome {
  const { statusCode, body } = answer;
  if (isRefusal(statusCode)) return { status: 'refused', failure: failureOfAnswer(answer, dialect) };
  if (!isSuccess(statusCode)) return { status: 'unknown', failure: failureOfAnswer(answer, dialect) };
  const batch = parseJsonObject(body);
  const id = batch === null ? undefined : memberOf(batch, 'id');
  if (batch === null || !isSinchId(id)) return unknown("Sinch's answer could not be read.");
  if (memberOf(batch, 'canceled') === true)
    return unknown('Sinch says that the message was cancelled.', 'by-recipient');
  if (!isFor(memberOf(batch, 'to'), to)) {
    return unknown('Sinch answered about a message to another number.', 'by-recipient');
  }
  return { status: 'accepted', messageId: isFitToShow(id, dialect.confidential) ? id : null };

  function unknown(what: string, cause: 'by-recipient' | 'unclear' = 'unclear'): SendOutcome {
    return { status: 'unknown', failure: unreadable(statusCode, dialect.providerId, what, cause) };
  }
}

/** Sinch repeats the number, sometimes without its plus sign. An answer that names none is about what was asked. */
function isFor(named: unknown, to: string): boolean {
  if (named === undefined || named === null) return true;
  return Array.isArray(named) && named.length === 1 && (named[0] === to || named[0] === to.slice(1));
}
