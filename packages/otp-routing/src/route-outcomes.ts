/** What a route says itself, where no vendor has answered or none was asked. */
import { createProviderFailure } from '@countersign/otp-core/adapter';
import type { ProviderFailure, ProviderFailureCategory, SendOutcome, StartOutcome } from '@countersign/otp-core/spec';
import type { EndedBy } from './call-deadline.ts';

export type NotAccepted = { readonly status: 'refused' | 'unknown'; readonly failure: ProviderFailure };
type Unknown = NotAccepted & { readonly status: 'unknown' };
export type AcceptedSend = Extract<SendOutcome, { readonly status: 'accepted' }>;
export type AcceptedStart = Extract<StartOutcome, { readonly status: 'accepted' }>;

export function unknownOutcome(providerId: string, category: ProviderFailureCategory, message: string): Unknown {
  return { status: 'unknown', failure: createProviderFailure({ category, providerId, message }) };
}

export function refuse(
  providerId: string,
  category: ProviderFailureCategory,
  message: string,
): NotAccepted & { readonly status: 'refused' } {
  return { status: 'refused', failure: createProviderFailure({ category, providerId, message }) };
}

/** What was thrown is not told: it may hold the number, the code or a credential. */
export function threw(providerId: string): Unknown {
  return unknownOutcome(providerId, 'unknown', 'The provider threw an error.');
}

export function timedOut(providerId: string, by: EndedBy): Unknown {
  const who = by === 'deadline' ? 'The provider did not answer within the deadline.' : GONE;
  return unknownOutcome(providerId, 'timeout', who);
}

const GONE = 'The caller stopped waiting before the provider had answered.';
