/** The key and the secret of a Sinch app, and what they sign: requests to Sinch and callbacks from it alike. */
import { createHash, createHmac } from 'node:crypto';
import type { OptionProblems } from '@countersign/otp-core/adapter';
import { type GivenOptions, readBaseUrl, readShaped } from '@countersign/otp-provider-utils';

/** Where time comes from. Only tests give one. */
export interface SinchClock {
  /** Milliseconds since the epoch. */
  now(): number;
}

const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SECRET = /^(?=.{16,512}$)(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function readApplication(given: GivenOptions, problems: OptionProblems): { key: string; secret: string } {
  return {
    key: readShaped(given, 'applicationKey', KEY, 'the key of a Sinch app, a UUID', problems),
    secret: readShaped(given, 'applicationSecret', SECRET, 'the secret of a Sinch app as shown, in Base64', problems),
  };
}

/** Where one of Sinch's APIs is: an address without a slash at its end. */
export function readApiUrl(given: GivenOptions, defaultValue: string, problems: OptionProblems): string {
  const url = readBaseUrl(given, 'baseUrl', 'https://sinch.example', problems);
  return url === null ? defaultValue : `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** What Sinch's application signing covers, of a request to Sinch and of a callback from it alike. */
export interface SignedParts {
  /** As it stands in the request line. */
  readonly method: string;
  /** The raw bytes; empty where there are none. */
  readonly body: Uint8Array;
  /** The header as it is sent: `application/json; charset=utf-8` is another one than `application/json`. */
  readonly contentType: string;
  /** The header `x-timestamp` as it is sent. */
  readonly timestamp: string;
  /** With its leading slash; without host and query. */
  readonly path: string;
}

/**
 * The signature behind `Authorization: Application {key}:`, in Base64.
 *
 * @see https://developers.sinch.com/docs/verification/api-reference/authentication/application-signed-request
 */
export function signAsApplication(secret: string, parts: SignedParts): string {
  // MD5 is Sinch's choice; the HMAC around it is what protects.
  const digest = parts.body.byteLength === 0 ? '' : createHash('md5').update(parts.body).digest('base64');
  const lines = [parts.method, digest, parts.contentType, `x-timestamp:${parts.timestamp}`, parts.path];
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(lines.join('\n')).digest('base64');
}
