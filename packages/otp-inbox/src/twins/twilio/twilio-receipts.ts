/** Status callbacks of messages, signed as Twilio signs them. https://www.twilio.com/docs/usage/webhooks/webhooks-security */
import { createHmac, randomUUID } from 'node:crypto';
import { type ReceiptAddress, TWILIO_RETRIES } from '../../receipts/receipt-address.ts';
import type { TwilioCaller } from './twilio-form.ts';
import { statusOf, type TwilioMessage, withPrefix } from './twilio-messages.ts';

const UNSIGNED = 'Not signed: an API key asked, and vendors.twilio.authToken is not told.';

/** `null`: the request names no address. */
export function createTwilioReceipts(
  { accountSid, authToken }: TwilioCaller,
  sid: string,
  message: TwilioMessage,
): ReceiptAddress | null {
  const { statusCallback, messagingServiceSid, channel, to, from } = message;
  if (statusCallback === null) return null;
  const isWithService = messagingServiceSid !== null;
  // What stands behind `#` are wishes about the connection; it is neither sent nor signed.
  const [url = ''] = statusCallback.split('#');
  return {
    urls: [url],
    retry: TWILIO_RETRIES,
    write({ status, code }, atMs) {
      // The first state is the answer's own, and told to nobody again.
      if (status === 'queued' && !isWithService) return null;
      const word = statusOf(status, isWithService);
      const fields: Record<string, string> = {
        AccountSid: accountSid,
        ApiVersion: '2010-04-01',
        ...(code === null ? {} : { ErrorCode: code }),
        ...(from === null ? {} : { From: withPrefix(channel, from) }),
        MessageSid: sid,
        MessageStatus: word,
        ...(messagingServiceSid === null ? {} : { MessagingServiceSid: messagingServiceSid }),
        ...(status === 'delivered' || status === 'undelivered' ? { RawDlrDoneDate: toDoneDate(atMs) } : {}),
        SmsSid: sid,
        SmsStatus: word,
        To: withPrefix(channel, to),
      };
      const signature = authToken === null ? {} : { 'X-Twilio-Signature': sign(authToken, url, fields) };
      const headers = {
        'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'User-Agent': 'TwilioProxy/1.1',
        'I-Twilio-Idempotency-Token': randomUUID(),
        ...signature,
      };
      const body = new URLSearchParams(fields).toString();
      return () => ({
        status: word,
        headers,
        body,
        isSigned: authToken !== null,
        note: authToken === null ? UNSIGNED : null,
      });
    },
  };
}

/** HMAC-SHA1 under the auth token over the address and each field's name and value in order of names. */
function sign(authToken: string, url: string, fields: Readonly<Record<string, string>>): string {
  const joined = Object.keys(fields)
    .sort()
    .map((name) => `${name}${fields[name]}`)
    .join('');
  return createHmac('sha1', authToken).update(`${url}${joined}`, 'utf8').digest('base64');
}

/** `YYMMDDhhmm`. */
function toDoneDate(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\D/g, '').slice(2, 12);
}
