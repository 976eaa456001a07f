/** The Verification API: requests, signed, and what is answered to a start and to a report of a code. */
import { isOptions } from '@countersign/otp-core/adapter';
import type { CheckOutcome, Clock, StartOutcome } from '@countersign/otp-core/spec';
import {
  asUncertain,
  asUnknown,
  BY_RECIPIENT,
  type Failed,
  failureOfCode,
  fieldOf,
  type NotAccepted,
  type Success,
  started,
  textOf,
  uncertain,
} from '@countersign/otp-provider-utils';
import { isSinchId, type SinchRequest, signAsApplication } from './sinch-client.ts';
import { VERIFICATION_REASONS } from './sinch-errors.ts';

/** What requests are written with. */
export interface SinchVerificationSettings {
  readonly key: string;
  readonly secret: string;
  readonly authentication: 'application-signed' | 'basic';
  /** `null`: not told to Sinch. */
  readonly expiryMs: number | null;
  readonly baseUrl: string;
  readonly clock: Pick<Clock, 'now'>;
}

/** The signature covers it: it has to leave exactly so. */
const CONTENT_TYPE = 'application/json';
const VERIFICATIONS = '/verification/v1/verifications';

export function writeStart(options: SinchVerificationSettings, to: string, locale: unknown): SinchRequest {
  const { expiryMs } = options;
  const body = {
    identity: { type: 'number', endpoint: to },
    method: 'sms',
    ...(expiryMs === null ? {} : { smsOptions: { codeType: 'Numeric', expiry: writeDuration(expiryMs) } }),
  };
  // A language that is none is left to Sinch's default: it decides words, not whether a code is sent.
  const isLanguage = typeof locale === 'string' && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}$/.test(locale);
  return write(options, 'POST', VERIFICATIONS, body, isLanguage ? { 'Accept-Language': locale } : {});
}

/** By number where the reference is not known. The plus sign stands in the path as it is, as Sinch's own SDK writes it. */
export function writeReport(
  options: SinchVerificationSettings,
  target: { readonly reference: string } | { readonly to: string },
  code: string,
): SinchRequest {
  const where = 'reference' in target ? `id/${target.reference}` : `number/${target.to}`;
  return write(options, 'PUT', `${VERIFICATIONS}/${where}`, { method: 'sms', sms: { code } }, {});
}

function write(
  options: SinchVerificationSettings,
  method: SinchRequest['method'],
  path: string,
  content: object,
  headers: Readonly<Record<string, string>>,
): SinchRequest {
  const body = JSON.stringify(content);
  return {
    method,
    url: `${options.baseUrl}${path}`,
    headers: { 'Content-Type': CONTENT_TYPE, ...authenticate(options, method, path, body), ...headers },
    body,
  };
}

/** A path in front of Sinch's, of a proxy for example, is not signed: Sinch never sees it. */
function authenticate(
  { key, secret, authentication, clock }: SinchVerificationSettings,
  method: string,
  path: string,
  body: string,
): Record<string, string> {
  if (authentication === 'basic') {
    return { Authorization: `Basic ${encodePair(key, secret)}` };
  }
  const timestamp = new Date(clock.now()).toISOString();
  const parts = { method, body: Buffer.from(body), contentType: CONTENT_TYPE, timestamp, path };
  return { Authorization: `Application ${key}:${signAsApplication(secret, parts)}`, 'x-timestamp': timestamp };
}

/** What no answer may repeat. Without the padding of Base64: an id has no room for it, and yet for all the rest. */
export function credentialsOf({ key, secret }: SinchVerificationSettings): readonly string[] {
  return [key, secret, encodePair(key, secret)].map((credential) => credential.replace(/=+$/, ''));
}

function encodePair(key: string, secret: string): string {
  return Buffer.from(`${key}:${secret}`).toString('base64');
}

/** `HH:MM:SS`. */
function writeDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

const NO_ANSWER = "Sinch's answer could not be read.";
const OTHER_VERIFICATION = 'Sinch answered about another verification than the one it was asked about.';

/** A 2xx is accepted only where it is about a text message to the number that was asked. */
export function readStart(answer: Success<unknown>, to: string, ttlMs: number | null): StartOutcome {
  const verification = answer.body;
  if (!isOptions(verification)) return uncertain(NO_ANSWER, answer);
  const status = textOf(verification, 'status');
  if (status === 'DENIED') return { status: 'refused', failure: readReason(answer) };
  if (status !== null && status !== 'PENDING') return asUncertain(readReason(answer));
  const reference = fieldOf(verification, 'id');
  const number = readNumber(verification);
  if (!isSinchId(reference) || !isBySms(verification)) return uncertain(OTHER_VERIFICATION, answer);
  if (number !== null && number !== to) return uncertain(OTHER_VERIFICATION, answer, BY_RECIPIENT);
  return started(reference, answer, ttlMs);
}

/** `reference`: the one that was asked about, `null` where the number was. */
export function readReport(answer: Success<unknown>, reference: string | null): CheckOutcome {
  const verification = answer.body;
  if (!isOptions(verification)) return asUnknown(uncertain(NO_ANSWER, answer));
  const id = textOf(verification, 'id');
  if (!isBySms(verification) || (reference !== null && id !== null && id !== reference)) {
    return asUnknown(uncertain(OTHER_VERIFICATION, answer));
  }
  switch (textOf(verification, 'status')) {
    case 'SUCCESSFUL':
      return { status: 'approved', phoneNumber: readNumber(verification) };
    // A wrong code is no error to Sinch, and does not end the verification.
    case 'FAIL':
      return readFail(textOf(verification, 'reason') ?? '');
    // A newer start for the same number took its place.
    case 'ABORTED':
      return { status: 'not-found' };
    default:
      return asUnknown(asUncertain(readReason(answer)));
  }
}

/** Reasons of a verification that had ended before the code came. */
const ENDED = ['Failed pending', 'SMS delivery failure', 'Network error or number unreachable'];

function readFail(reason: string): CheckOutcome {
  if (reason === 'Expired') return { status: 'expired' };
  return { status: ENDED.includes(reason) ? 'not-found' : 'mismatch' };
}

/** Only Sinch's own words: a bare 404 comes from a wrong address just as well. */
export function readFailedReport({ code, outcome }: Failed): CheckOutcome {
  if (code === '40400') return { status: 'not-found' };
  return code === '40003' ? { status: 'mismatch' } : asUnknown(outcome);
}

/** Sinch's reason stays beside our category. One that no table knows may be any text: letters alone hold no number and no code. */
const REASON = /^[A-Za-z][A-Za-z ]{1,63}$/;

function readReason({ body, statusCode, context }: Success<unknown>): NotAccepted['failure'] {
  const reason = textOf(body, 'reason') ?? '';
  const code = REASON.test(reason) ? reason : null;
  // A reason that no table knows may be about the number.
  const meaning = VERIFICATION_REASONS.get(reason) ?? { category: 'unknown', ...BY_RECIPIENT };
  return failureOfCode({ code, meaning, otherwise: 'unknown', statusCode }, context);
}

function isBySms(verification: unknown): boolean {
  const method = fieldOf(verification, 'method') ?? 'sms';
  return typeof method === 'string' && method.toLowerCase() === 'sms';
}

/** `null` where the answer names no number. What is no number stays what it is, and equals none. */
function readNumber(verification: unknown): string | null {
  if ((fieldOf(verification, 'identity') ?? null) === null) return null;
  const endpoint = textOf(verification, 'identity', 'endpoint');
  if (endpoint === null) return 'unreadable';
  return /^\d{7,15}$/.test(endpoint) ? `+${endpoint}` : endpoint.slice(0, 64);
}
