/** Writes requests to the Verification API, and signs them. */

import { signAsApplication } from './application-signature.ts';
import type { SinchRequest } from './exchange-with-sinch.ts';
import type { ResolvedSinchVerificationOptions } from './sinch-verification-options.ts';

/** The signature covers it: it has to leave exactly so. */
const CONTENT_TYPE = 'application/json';
const VERIFICATIONS = '/verification/v1/verifications';

export function writeStart(options: ResolvedSinchVerificationOptions, to: string, locale: unknown): SinchRequest {
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
  options: ResolvedSinchVerificationOptions,
  target: { readonly reference: string } | { readonly to: string },
  code: string,
): SinchRequest {
  const where = 'reference' in target ? `id/${target.reference}` : `number/${target.to}`;
  return write(options, 'PUT', `${VERIFICATIONS}/${where}`, { method: 'sms', sms: { code } }, {});
}

function write(
  options: ResolvedSinchVerificationOptions,
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
  { key, secret, authentication, clock }: ResolvedSinchVerificationOptions,
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
export function credentialsOf({ key, secret }: ResolvedSinchVerificationOptions): readonly string[] {
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
