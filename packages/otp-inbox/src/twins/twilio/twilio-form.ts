/** What every request of Twilio's wire has: Basic credentials and a form. */

import { HttpProblem } from '../../http/http-problem.ts';
import type { InboxRequest } from '../../http/inbox-request.ts';
import { parseParameters, type RequestParameters } from '../../http/request-parameters.ts';
import { type InboxPhoneNumber, parsePhoneNumber } from '../../messages/phone-number.ts';
import type { InboxTwilioSettings } from '../../vendor-settings.ts';
import { twilioRefusal } from './twilio-refusal.ts';

/** What was sent with a request. */
export interface TwilioForm {
  /** The value of a field; `undefined` where it is missing or empty, which Twilio takes for the same. */
  (name: string): string | undefined;
  /** Every value of a field that may be there several times. */
  all(name: string): readonly string[];
  /** Whether a field is there, be it empty. */
  has(name: string): boolean;
  names(): readonly string[];
}

/** Who asks. */
export interface TwilioCaller {
  readonly accountSid: string;
  /** What receipts are signed with; `null` where an API key asks and nobody told the inbox the auth token. */
  readonly authToken: string | null;
}

/** Shown where an API key asks that names no account in its path. */
const SOME_ACCOUNT = `AC${'0'.repeat(32)}`;

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
  return createTwilioForm(parseParameters(body));
}

export function createTwilioForm(parameters: RequestParameters): TwilioForm {
  const read = (name: string): string | undefined => {
    const values = parameters.get(name) ?? [];
    if (values.length > 1) throw new HttpProblem('invalid-parameter', `${name} must be given once.`);
    return values[0] || undefined;
  };
  return Object.assign(read, {
    all: (name: string) => parameters.get(name) ?? [],
    has: (name: string) => parameters.has(name),
    names: () => [...parameters.keys()],
  });
}

/**
 * Any account or API key of the right shape with any secret, unless the settings tell which. An account may ask about
 * itself only; an API key about any, where no account is told.
 * @param asked the account in the path
 */
export function readTwilioCaller(
  request: InboxRequest,
  asked: string | undefined,
  settings: InboxTwilioSettings,
): TwilioCaller {
  const { username, password } = readBasic(request);
  const { accountSid: own, authToken, apiKeySid, apiKeySecret } = settings;
  const isKey = isTwilioSid(username, 'SK');
  const isKnown = isKey
    ? fits(username, apiKeySid) && fits(password, apiKeySecret)
    : isTwilioSid(username, 'AC') && fits(username, own) && fits(password, authToken);
  if (password === '' || !isKnown) throw twilioRefusal(401, 20003, 'Authenticate');
  const accountSid = asked ?? (isKey ? (own ?? SOME_ACCOUNT) : username);
  if (!isTwilioSid(accountSid, 'AC')) throw twilioRefusal(404, 20404, 'The requested resource was not found');
  if (accountSid !== (isKey ? (own ?? accountSid) : username)) throw twilioRefusal(401, 20003, 'Authenticate');
  return { accountSid, authToken: authToken ?? (isKey ? null : password) };
}

function fits(given: string, told: string | undefined): boolean {
  return told === undefined || given === told;
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

/** A number may stand in place of a SID, its plus sign encoded or not. */
export function decodeSegment(segment: string | undefined): string {
  try {
    return decodeURIComponent(segment ?? '');
  } catch {
    return '';
  }
}

/** Whether a request speaks as Twilio's clients do: Telnyx and Twilio share the beginning `/v2/`. */
export function isTwilioPath({ path, headers }: InboxRequest): boolean {
  if (/^\/2010-04-01\//.test(path) || /^\/v[12]\/(?:Services|PhoneNumbers|Attempts)(?:\/|$)/.test(path)) return true;
  return /^\/v[12]\//.test(path) && /^Basic /i.test(headers.authorization ?? '');
}
