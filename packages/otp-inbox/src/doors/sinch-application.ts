/**
 * Who asks the Verification API: any application whose credentials have the right shape. Signatures are not recomputed,
 * as the inbox knows no secret, but what must stand beside one is wanted, and wanted fresh.
 */
import type { InboxRequest } from '../http/inbox-request.ts';

type SinchApplication =
  | { readonly status: 'accepted' }
  | { readonly status: 'refused'; readonly errorCode: number; readonly message: string };

const KEY = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const SIGNED = new RegExp(`^Application ${KEY}:[A-Za-z0-9+/]{43}=$`, 'i');
const PAIR = new RegExp(`^${KEY}:[A-Za-z0-9+/=]{16,512}$`, 'i');
const TOLERANCE_MS = 300_000;

export function readSinchApplication({ headers }: InboxRequest, nowMs: number): SinchApplication {
  const { authorization = '', 'x-timestamp': timestamp } = headers;
  if (authorization === '') return refuse(40104, 'Authorization required.');
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1];
  if (basic !== undefined) {
    const isPair = PAIR.test(Buffer.from(basic, 'base64').toString('utf8'));
    return isPair ? { status: 'accepted' } : refuse(40107, 'Invalid authorization.');
  }
  if (!SIGNED.test(authorization)) return refuse(40100, 'Invalid authorization header.');
  const signedAtMs = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  if (!(Math.abs(nowMs - signedAtMs) <= TOLERANCE_MS)) return refuse(40101, 'X-Timestamp is missing or not now.');
  return { status: 'accepted' };
}

function refuse(errorCode: number, message: string): SinchApplication {
  return { status: 'refused', errorCode, message };
}
