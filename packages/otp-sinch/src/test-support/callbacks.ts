/** What the tests of both kinds of callback share. */
import type { DeliveryReportRequest } from '@countersign/otp-core/spec';

export const NOW_MS = Date.parse('2026-11-20T10:00:00.000Z');
export const clock = { now: () => NOW_MS };

export const UNAUTHENTICATED = { status: 'refused', reason: 'unauthenticated' };
export const STALE = { status: 'refused', reason: 'stale' };
export const MALFORMED = { status: 'refused', reason: 'malformed' };
export const NOTHING = { status: 'verified', reports: [], reply: null };

export type Changes = Partial<Omit<DeliveryReportRequest, 'body'>> & { readonly body?: string | Uint8Array };

/** A callback that is right but for the changes made after it was signed. */
export function changed(request: DeliveryReportRequest, { body, headers, ...changes }: Changes): DeliveryReportRequest {
  const changedBody = typeof body === 'string' ? Buffer.from(body) : (body ?? request.body);
  return { ...request, ...changes, body: changedBody, headers: { ...request.headers, ...headers } };
}
