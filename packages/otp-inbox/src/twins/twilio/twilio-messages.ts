/** `Messages.json`: what Twilio takes, and how it describes a message. https://www.twilio.com/docs/messaging/api/message-resource */
import { countSegments } from '@countersign/otp-core';
import type { InboxChannel, InboxDeliveryStatus } from '../../messages/inbox-message.ts';
import type { InboxPhoneNumber } from '../../messages/phone-number.ts';
import type { SentMessage } from '../desk.ts';
import { toSmartText } from './smart-encoding.ts';
import { isTwilioSid, readTwilioNumber, type TwilioForm } from './twilio-form.ts';
import { notPlayed, twilioRefusal } from './twilio-refusal.ts';

export interface TwilioMessage {
  readonly channel: InboxChannel;
  readonly to: InboxPhoneNumber;
  readonly text: string;
  readonly from: string | null;
  readonly messagingServiceSid: string | null;
  readonly media: readonly string[];
  readonly maxPrice: string | null;
  readonly validitySeconds: number | null;
  readonly statusCallback: string | null;
  /** Whether Twilio is to keep the text. */
  readonly isTextKept: boolean;
}

/** A message that was taken. */
export interface TwilioRecord {
  readonly sid: string;
  readonly accountSid: string;
  readonly message: TwilioMessage;
  readonly sent: SentMessage;
  /** What Twilio still knows of the text. */
  readonly body: string;
  readonly updatedAtMs: number;
}

const MAX_TEXT_LENGTH = 1600;
const MAX_MEDIA = 10;
const PRICE_OF_SEGMENT = 0.0079;
/** Senders that fail, as with Twilio's own test credentials: https://www.twilio.com/docs/iam/test-credentials. */
const MAGIC_SENDERS: ReadonlyMap<string, readonly [status: number, code: number, message: string]> = new Map([
  ['+15005550001', [400, 21212, "The 'From' number is not valid."]],
  ['+15005550007', [400, 21606, "The 'From' number cannot send messages for this account."]],
  ['+15005550008', [429, 21611, "The 'From' number has too many messages in its queue."]],
]);

/** What would change the answer, and is not played. */
const NOT_PLAYED: Readonly<Record<string, string>> = {
  ContentSid: 'content templates (ContentSid)',
  ContentVariables: 'content templates (ContentVariables)',
  ApplicationSid: 'TwiML applications (ApplicationSid)',
  SendAt: 'scheduled messages (SendAt)',
  ScheduleType: 'scheduled messages (ScheduleType)',
  PersistentAction: 'persistent actions (PersistentAction)',
};
/** The same where they are switched on. */
const NOT_PLAYED_IF: ReadonlyMap<string, string> = new Map([
  ['ShortenUrls', 'true'],
  ['SendAsMms', 'true'],
  ['AddressRetention', 'obfuscate'],
]);

export function readTwilioMessage(form: TwilioForm): TwilioMessage {
  const given = form('To');
  if (given === undefined) throw twilioRefusal(400, 21604, "A 'To' phone number is required.");
  const channel = given.startsWith('whatsapp:') ? 'whatsapp' : 'sms';
  const to = readTwilioNumber(given.replace(/^whatsapp:/, ''));
  if (to === null) throw twilioRefusal(400, 21211, "The 'To' number is not a valid phone number.");
  const from = readSender(form('From'), channel);
  const messagingServiceSid = readService(form('MessagingServiceSid'));
  if (from === null && messagingServiceSid === null) {
    throw twilioRefusal(400, 21603, "A 'From' number or a 'MessagingServiceSid' is required.");
  }
  refuseWhatIsNotPlayed(form);
  const media = readMedia(form.all('MediaUrl'));
  const text = readText(form('Body'), media.length > 0);
  const message: TwilioMessage = {
    channel,
    to,
    text: form('SmartEncoded')?.toLowerCase() === 'true' ? toSmartText(text) : text,
    from,
    messagingServiceSid,
    media,
    maxPrice: readPrice(form('MaxPrice')),
    validitySeconds: readValidityPeriod(form('ValidityPeriod')),
    statusCallback: readStatusCallback(form('StatusCallback')),
    isTextKept: readChoice(form, 'ContentRetention', ['retain', 'discard']) !== 'discard',
  };
  const magic = MAGIC_SENDERS.get(from ?? '');
  if (magic !== undefined) throw twilioRefusal(...magic);
  return message;
}

/** A message as it is now. */
export function describeMessage({ sid, accountSid, message, sent, body, updatedAtMs }: TwilioRecord) {
  const { delivery, acceptedAtMs } = sent;
  const { segments } = countSegments(message.text);
  const isWithService = message.messagingServiceSid !== null;
  const isOnItsWay = delivery.status === 'accepted' || delivery.status === 'queued';
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    body,
    date_created: toRfc2822(acceptedAtMs),
    date_sent: isOnItsWay ? null : toRfc2822(delivery.atMs),
    date_updated: toRfc2822(Math.max(updatedAtMs, delivery.atMs)),
    direction: 'outbound-api',
    error_code: delivery.code === null ? null : Number(delivery.code),
    error_message: delivery.code === null ? null : 'The message was not delivered.',
    from: message.from === null ? null : withPrefix(message.channel, message.from),
    messaging_service_sid: message.messagingServiceSid,
    num_media: String(message.media.length),
    // A service picks its number later, and counts then.
    num_segments: isWithService && delivery.status === 'accepted' ? '0' : String(segments),
    price: isOnItsWay ? null : `-${(segments * PRICE_OF_SEGMENT).toFixed(5)}`,
    price_unit: 'USD',
    status: statusOf(delivery.status, isWithService),
    subresource_uris: { feedback: `${uri}/Feedback.json`, media: `${uri}/Media.json` },
    to: withPrefix(message.channel, message.to),
    uri: `${uri}.json`,
  };
}

/** In Twilio's words. */
export function statusOf(status: InboxDeliveryStatus, isWithService: boolean): string {
  return status === 'accepted' && !isWithService ? 'queued' : status;
}

export function withPrefix(channel: InboxChannel, address: string): string {
  return channel === 'whatsapp' ? `whatsapp:${address}` : address;
}

function toRfc2822(timeMs: number): string {
  return new Date(timeMs).toUTCString().replace('GMT', '+0000');
}

function refuseWhatIsNotPlayed(form: TwilioForm): void {
  for (const [name, what] of Object.entries(NOT_PLAYED)) if (form(name) !== undefined) throw notPlayed(what);
  for (const [name, value] of NOT_PLAYED_IF)
    if (form(name)?.toLowerCase() === value) throw notPlayed(`${name}=${value}`);
}

function readSender(given: string | undefined, channel: InboxChannel): string | null {
  if (given === undefined) return null;
  const from = channel === 'whatsapp' ? given.replace(/^whatsapp:/, '') : given;
  const isSender = readTwilioNumber(from) !== null || (/^\d{3,8}$/.test(from) && channel === 'sms');
  if (isSender || (channel === 'sms' && /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(from))) return from;
  throw twilioRefusal(400, 21212, "The 'From' number is not valid.");
}

function readService(sid: string | undefined): string | null {
  if (sid === undefined) return null;
  if (isTwilioSid(sid, 'MG')) return sid;
  throw twilioRefusal(400, 21705, 'The Messaging Service SID is not valid.');
}

function readText(text: string | undefined, hasMedia: boolean): string {
  if (text === undefined && !hasMedia) throw twilioRefusal(400, 21602, 'A message body is required.');
  if ((text ?? '').length > MAX_TEXT_LENGTH) {
    throw twilioRefusal(400, 21617, `The message body may have ${MAX_TEXT_LENGTH} characters.`);
  }
  return text ?? '';
}

function readMedia(urls: readonly string[]): readonly string[] {
  if (urls.length > MAX_MEDIA) throw twilioRefusal(400, 21623, `At most ${MAX_MEDIA} media files are sent.`);
  if (urls.every((url) => /^https?:\/\//.test(url) && URL.canParse(url))) return urls;
  throw twilioRefusal(400, 21620, "A 'MediaUrl' is not valid.");
}

function readPrice(price: string | undefined): string | null {
  if (price === undefined || /^\d{1,6}(?:\.\d{1,8})?$/.test(price)) return price ?? null;
  throw twilioRefusal(400, 20422, "The 'MaxPrice' is not valid.");
}

function readStatusCallback(url: string | undefined): string | null {
  if (url === undefined) return null;
  if (/^https?:\/\//.test(url) && URL.canParse(url) && !new URL(url).hostname.includes('_')) return url;
  throw twilioRefusal(400, 21609, "The 'StatusCallback' URL is not valid.");
}

function readValidityPeriod(seconds: string | undefined): number | null {
  if (seconds === undefined) return null;
  if (/^[1-9]\d{0,4}$/.test(seconds) && Number(seconds) <= 36_000) return Number(seconds);
  throw twilioRefusal(400, 20422, "The 'ValidityPeriod' must be 1 to 36000 seconds.");
}

function readChoice(form: TwilioForm, name: string, choices: readonly string[]): string | null {
  const value = form(name);
  if (value === undefined || choices.includes(value)) return value ?? null;
  throw twilioRefusal(400, 20422, `'${name}' must be ${choices.join(' or ')}.`);
}
