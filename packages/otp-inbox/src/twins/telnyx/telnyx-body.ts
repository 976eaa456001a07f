/** Reads what a client sends to Telnyx, as strictly as Telnyx does. */
import type { InboxRequest } from '../../http/inbox-request.ts';
import { type InboxPhoneNumber, parsePhoneNumber } from '../../messages/phone-number.ts';
import type { InboxTelnyxSettings } from '../../vendor-settings.ts';
import { telnyxRefusal } from './telnyx-refusal.ts';

/** A JSON object, nothing of it checked. */
export type TelnyxBody = ReadonlyMap<string, unknown>;

const API_KEY = /^Bearer KEY[A-Za-z0-9_-]{8,256}$/;
/** Where `TELNYX_BASE_URL` leads to. */
export const TELNYX_PATH = '/v2';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Any key will do that looks like one, unless the settings tell which. */
export function checkApiKey({ headers }: InboxRequest, { apiKey }: InboxTelnyxSettings): void {
  const { authorization = '' } = headers;
  const isKnown = apiKey === undefined || authorization === `Bearer ${apiKey}`;
  if (!API_KEY.test(authorization) || !isKnown) throw telnyxRefusal(401, '10009', 'Authentication failed');
}

export async function readTelnyxBody(request: InboxRequest): Promise<TelnyxBody> {
  const value = parseJson(await request.readBody());
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw telnyxRefusal(400, '10023', 'Invalid JSON');
  }
  return new Map(Object.entries(value));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function readPhoneNumber(value: unknown, parameter: string, code: '10016' | '40310'): InboxPhoneNumber {
  if (value === undefined) throw missing(parameter);
  const to = typeof value === 'string' && value.startsWith('+') ? parsePhoneNumber(value) : null;
  if (to === null) throw telnyxRefusal(400, code, 'The phone number must be in +E.164 format', parameter);
  return to;
}

export function readProfileId(body: TelnyxBody, parameter: string): string {
  const value = body.get(parameter);
  if (value === undefined) throw missing(parameter);
  if (typeof value !== 'string' || !UUID.test(value)) throw telnyxRefusal(400, '10006', 'Invalid ID', parameter);
  return value;
}

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/** `null` where the profile's own is meant. */
export function readLifeSeconds(body: TelnyxBody): number | null {
  const seconds = body.get('timeout_secs') ?? null;
  if (seconds === null) return null;
  if (Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= 86_400) return Number(seconds);
  throw telnyxRefusal(400, '10015', 'Bad Request', 'timeout_secs');
}

/** `null` where Telnyx is to make the code. */
export function readCustomCode(body: TelnyxBody): string | null {
  const code = body.get('custom_code') ?? null;
  if (code === null) return null;
  if (typeof code === 'string' && /^\d{4,10}$/.test(code)) return code;
  throw telnyxRefusal(400, '10015', 'Bad Request', 'custom_code');
}

export function readGuess(body: TelnyxBody): string {
  const code = body.get('code');
  if (typeof code === 'string' && code !== '' && code.length <= 32) return code;
  throw missing('code');
}

export function missing(parameter: string): Error {
  return telnyxRefusal(400, '10004', 'Missing required parameter', parameter);
}

/** The SDK leaves the plus sign of a number as it is; others write `%2B`. */
export function decodeSegment(segment: string | undefined): string {
  try {
    return decodeURIComponent(segment ?? '');
  } catch {
    return '';
  }
}

/** Whether a request speaks as Telnyx's clients do: Telnyx and Twilio share the beginning `/v2/`. */
export function isTelnyxPath({ path, headers }: InboxRequest): boolean {
  if (/^\/v2\/(?:messages|verifications|verify_profiles)(?:\/|$)/.test(path)) return true;
  return path.startsWith('/v2/') && /^Bearer /i.test(headers.authorization ?? '');
}

/** An address for webhooks; `null` where none is given. */
export function readWebhookUrl(body: TelnyxBody, parameter: string): string | null {
  const url = body.get(parameter) ?? null;
  if (url === null || url === '') return null;
  if (typeof url === 'string' && url.length <= 2048 && /^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw telnyxRefusal(400, '10015', 'Bad Request', parameter);
}
