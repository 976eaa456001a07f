/**
 * Who asks the Verification API: any application whose credentials have the right shape, unless the settings tell which;
 * signatures are then computed anew. What must stand beside one is wanted in any case, and wanted fresh.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { InboxRequest } from '../../http/inbox-request.ts';
import type { InboxSinchSettings } from '../../vendor-settings.ts';
import { verificationRefusal } from './sinch-refusal.ts';

/** An application that was let in. */
export interface SinchApplication {
  readonly key: string;
  /** `null` where a signature came and nobody told the inbox the secret. */
  readonly secret: string | null;
}

/** What a signature covers. */
export interface SinchSignedParts {
  readonly method: string;
  readonly body: string;
  readonly contentType: string;
  readonly timestamp: string;
  readonly path: string;
}

const KEY = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const SIGNED = new RegExp(`^Application (${KEY}):([A-Za-z0-9+/]{43}=)$`, 'i');
const PAIR = new RegExp(`^(${KEY}):([A-Za-z0-9+/=]{16,512})$`, 'i');
const TOLERANCE_MS = 300_000;

/** @param body as it was sent */
export function readSinchApplication(
  request: InboxRequest,
  body: string,
  nowMs: number,
  { applicationKey, applicationSecret }: InboxSinchSettings,
): SinchApplication {
  const { authorization = '', 'x-timestamp': timestamp, 'content-type': contentType = '' } = request.headers;
  if (authorization === '') throw verificationRefusal(40104, 'Authorization required.');
  const isKnown = (key: string): boolean =>
    applicationKey === undefined || key.toLowerCase() === applicationKey.toLowerCase();
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1];
  if (basic !== undefined) {
    const [, key = '', secret = ''] = PAIR.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? [];
    const isRight = applicationSecret === undefined || secret === applicationSecret;
    if (key === '' || !isKnown(key) || !isRight) throw verificationRefusal(40107, 'Invalid authorization.');
    return { key, secret };
  }
  const [, key = '', signature = ''] = SIGNED.exec(authorization) ?? [];
  if (key === '') throw verificationRefusal(40100, 'Invalid authorization header.');
  const signedAtMs = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  if (typeof timestamp !== 'string' || !(Math.abs(nowMs - signedAtMs) <= TOLERANCE_MS)) {
    throw verificationRefusal(40101, 'X-Timestamp is missing or not now.');
  }
  if (!isKnown(key)) throw verificationRefusal(40107, 'Invalid authorization.');
  if (applicationSecret !== undefined) {
    const parts = { method: request.method, body, contentType, timestamp, path: request.path };
    const expected = Buffer.from(signAsSinch(applicationSecret, parts));
    if (!timingSafeEqual(expected, Buffer.from(signature))) throw verificationRefusal(40102, 'Invalid signature.');
  }
  return { key, secret: applicationSecret ?? null };
}

/** https://developers.sinch.com/docs/verification/api-reference/authentication/application-signed-request */
export function signAsSinch(secret: string, { method, body, contentType, timestamp, path }: SinchSignedParts): string {
  const digest = body === '' ? '' : createHash('md5').update(body).digest('base64');
  const text = [method, digest, contentType, `x-timestamp:${timestamp}`, path].join('\n');
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(text).digest('base64');
}
