import { createHash, createHmac } from 'node:crypto';

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
