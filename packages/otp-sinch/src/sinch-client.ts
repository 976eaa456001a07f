/** Asks Sinch once, over axios: its APIs have no SDK that would leave a request as it was signed. */
import { createHash, createHmac } from 'node:crypto';
import {
  type Account,
  askVendor,
  type Failed,
  notLoaded,
  parseJson,
  type ReadyCall,
  requestOverAxios,
  type Success,
} from '@countersign/otp-provider-utils';

/** What is asked. The body goes out byte for byte, and so do the headers: a signature may cover them. */
export interface SinchRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request and its answer, read as JSON. */
export function askSinch(
  account: Account<unknown>,
  call: ReadyCall,
  asked: readonly string[],
  request: SinchRequest,
): Promise<Success<unknown> | Failed> {
  const headers = { Accept: 'application/json', ...request.headers };
  return askVendor(account, call, asked, async (asking) =>
    parseJson(await requestOverAxios(await loadAxios(), { ...request, headers }, asking)),
  );
}

/** Loaded by the first call and kept by the module loader: axios costs a start-up about 90 ms. */
export async function loadAxios() {
  try {
    return await import('axios');
  } catch (error) {
    throw notLoaded(error, 'axios');
  }
}

/** An id of Sinch's, which goes into a path and into a handle. */
export function isSinchId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(value);
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
