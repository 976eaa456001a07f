/** What every request of Twilio's wire has: Basic credentials and a form. */
import type { InboxRequest } from '../http/inbox-request.ts';
import { getParameter, parseParameters } from '../http/request-parameters.ts';
import { type InboxPhoneNumber, parsePhoneNumber } from '../messages/phone-number.ts';
import { twilioRefusal } from './twilio-refusal.ts';

/** The value of a field; `undefined` where it is missing or empty, which Twilio takes for the same. */
export type TwilioForm = (name: string) => string | undefined;

/** True for a SID of the kind: two letters and 32 hexadecimal digits. */
export function isTwilioSid(value: string | undefined, prefix: string): value is string {
  return value !== undefined && new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(value);
}

export async function readTwilioForm(request: InboxRequest): Promise<TwilioForm> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const body = await request.readBody();
  if (type !== 'application/x-www-form-urlencoded' && body !== '') {
    throw twilioRefusal(415, 20422, 'Send a form (application/x-www-form-urlencoded).');
  }
  const parameters = parseParameters(body);
  return (name) => getParameter(parameters, name) || undefined;
}

/** Any account or API key of the right shape with any secret. `null`: that of an API key, which names no account. */
export function readTwilioAccount(request: InboxRequest): string | null {
  const { username, password } = readBasic(request);
  if (password !== '' && isTwilioSid(username, 'AC')) return username;
  if (password !== '' && isTwilioSid(username, 'SK')) return null;
  throw twilioRefusal(401, 20003, 'Authenticate');
}

/** The secret, wherever Twilio has one: the inbox's token may stand there. */
export function readTwilioSecret(request: InboxRequest): string | null {
  return readBasic(request).password || null;
}

function readBasic({ headers }: InboxRequest): { username: string; password: string } {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const [username = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { username, password: rest.join(':') };
}

/** A number with its plus: Twilio guesses at others, and a sender that relies on it has a bug. */
export function readTwilioNumber(value: string | undefined): InboxPhoneNumber | null {
  return value?.startsWith('+') === true ? parsePhoneNumber(value) : null;
}
