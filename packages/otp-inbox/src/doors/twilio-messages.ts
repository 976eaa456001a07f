/** `Messages.json`: what Twilio takes, refuses, and answers. https://www.twilio.com/docs/messaging/api/message-resource */
import { randomBytes } from 'node:crypto';
import type { InboxMessage } from '../messages/inbox-message.ts';
import type { InboxPhoneNumber } from '../messages/phone-number.ts';
import { isTwilioSid, readTwilioNumber, type TwilioForm } from './twilio-form.ts';
import { twilioRefusal } from './twilio-refusal.ts';

export interface TwilioMessage {
  readonly to: InboxPhoneNumber;
  readonly text: string;
  readonly from: string | null;
  readonly messagingServiceSid: string | null;
}

const MAX_TEXT_LENGTH = 1600;
/** Numbers that refuse, as with Twilio's own test credentials: https://www.twilio.com/docs/iam/test-credentials. */
const MAGIC_SENDERS: ReadonlyMap<string, readonly [code: number, message: string]> = new Map([
  ['+15005550001', [21212, "The 'From' number is not valid."]],
  ['+15005550007', [21606, "The 'From' number cannot send messages for this account."]],
  ['+15005550008', [21611, "The 'From' number has too many messages in its queue."]],
]);
const MAGIC_RECIPIENTS: ReadonlyMap<string, readonly [code: number, message: string]> = new Map([
  ['+15005550001', [21211, "The 'To' number is not a valid phone number."]],
  ['+15005550002', [21612, "The 'To' number cannot be reached from this sender."]],
  ['+15005550003', [21408, "Messages to the region of the 'To' number are not enabled."]],
  ['+15005550004', [21610, "The 'To' number has unsubscribed."]],
  ['+15005550009', [21614, "The 'To' number is not a mobile number."]],
]);

export function readTwilioMessage(form: TwilioForm): TwilioMessage {
  const given = form('To');
  if (given === undefined) throw twilioRefusal(400, 21604, "A 'To' phone number is required.");
  const to = readTwilioNumber(given);
  if (to === null) throw twilioRefusal(400, 21211, "The 'To' number is not a valid phone number.");
  const from = readSender(form('From'));
  const messagingServiceSid = readService(form('MessagingServiceSid'));
  if (from === null && messagingServiceSid === null) {
    throw twilioRefusal(400, 21603, "A 'From' number or a 'MessagingServiceSid' is required.");
  }
  const text = readText(form('Body'));
  checkStatusCallback(form('StatusCallback'));
  checkValidityPeriod(form('ValidityPeriod'));
  refuseMagic(MAGIC_SENDERS.get(from ?? ''));
  refuseMagic(MAGIC_RECIPIENTS.get(to));
  return { to, text, from, messagingServiceSid };
}

/** The answer to a message that was taken; nothing has happened to it yet, as the status says. */
export function createMessageAnswer(
  accountSid: string,
  { to, text, from, messagingServiceSid }: TwilioMessage,
  { segments, receivedAt }: InboxMessage,
) {
  const sid = `SM${randomBytes(16).toString('hex')}`;
  const date = receivedAt.toUTCString().replace('GMT', '+0000');
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: text,
    date_created: date,
    date_sent: null,
    date_updated: date,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from,
    messaging_service_sid: messagingServiceSid,
    num_media: '0',
    // A service picks its number later, and counts then.
    num_segments: messagingServiceSid === null ? String(segments) : '0',
    price: null,
    price_unit: 'USD',
    status: messagingServiceSid === null ? 'queued' : 'accepted',
    subresource_uris: { media: `${uri}/Media.json` },
    to,
    uri: `${uri}.json`,
  };
}

function readSender(from: string | undefined): string | null {
  if (from === undefined) return null;
  const isSender = readTwilioNumber(from) !== null || /^\d{3,8}$/.test(from);
  if (isSender || /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(from)) return from;
  throw twilioRefusal(400, 21212, "The 'From' number is not valid.");
}

function readService(sid: string | undefined): string | null {
  if (sid === undefined) return null;
  if (isTwilioSid(sid, 'MG')) return sid;
  throw twilioRefusal(400, 21705, 'The Messaging Service SID is not valid.');
}

function readText(text: string | undefined): string {
  if (text === undefined) throw twilioRefusal(400, 21602, 'A message body is required.');
  if (text.length > MAX_TEXT_LENGTH) {
    throw twilioRefusal(400, 21617, `The message body may have ${MAX_TEXT_LENGTH} characters.`);
  }
  return text;
}

function checkStatusCallback(url: string | undefined): void {
  if (url === undefined) return;
  if (/^https?:\/\//.test(url) && URL.canParse(url) && !new URL(url).hostname.includes('_')) return;
  throw twilioRefusal(400, 21609, "The 'StatusCallback' URL is not valid.");
}

function checkValidityPeriod(seconds: string | undefined): void {
  if (seconds === undefined || (/^[1-9]\d{0,4}$/.test(seconds) && Number(seconds) <= 36_000)) return;
  throw twilioRefusal(400, 20422, "The 'ValidityPeriod' must be 1 to 36000 seconds.");
}

function refuseMagic(refusal: readonly [code: number, message: string] | undefined): void {
  if (refusal === undefined) return;
  const [code, message] = refusal;
  throw twilioRefusal(code === 21611 ? 429 : 400, code, message);
}
