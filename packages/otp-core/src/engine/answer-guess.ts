/** The answers to a guess, each told to the listener as well. */
import type { RateLimitName, VerificationRefused } from '../events/otp-event.ts';
import type { ProviderFailure } from '../spec/index.ts';
import type { Call } from './call.ts';
import { aboutChallenge, type ChallengeFacts } from './challenge-facts.ts';
import type { EngineContext } from './engine-context.ts';
import type { MalformedField, VerifyResult } from './otp-engine.ts';

/** A challenge of which a try was just spent. */
export interface Attempt extends ChallengeFacts {
  readonly attemptsLeft: number;
}

export function accept(context: EngineContext, call: Call, facts: ChallengeFacts): VerifyResult {
  const { recipient } = facts;
  // No code ever matches a decoy; a store that says one did is not believed.
  if (recipient.kind !== 'number') return refuse(context, call, { reason: 'not-found', subject: facts.subject });
  const atMs = context.clock.now();
  context.emit?.({ type: 'code-verified', ...aboutChallenge(context, call, facts), atMs });
  return {
    ok: true,
    phoneNumber: recipient.phoneNumber,
    purpose: call.purpose,
    tenant: call.tenant,
    verifiedAt: new Date(atMs),
  };
}

export function mismatch(context: EngineContext, call: Call, attempt: Attempt): VerifyResult {
  const { attemptsLeft } = attempt;
  context.emit?.({ type: 'code-mismatched', ...aboutChallenge(context, call, attempt), attemptsLeft });
  return { ok: false, reason: 'mismatch', attemptsLeft };
}

export type Refusal = { readonly subject: string | null } & (
  | { readonly reason: 'malformed'; readonly field: MalformedField }
  | { readonly reason: 'expired' | 'not-found' | 'exhausted' }
  | { readonly reason: 'rate-limited'; readonly limit: RateLimitName; readonly retryAtMs: number }
  | { readonly reason: 'provider-unavailable'; readonly failure: ProviderFailure }
);

export function refuse(context: EngineContext, call: Call, refusal: Refusal): VerifyResult {
  tell(context, call, refusal, { hidden: false });
  switch (refusal.reason) {
    case 'malformed':
      return { ok: false, reason: refusal.reason, field: refusal.field };
    case 'rate-limited':
      return { ok: false, reason: refusal.reason, retryAt: new Date(refusal.retryAtMs) };
    case 'provider-unavailable':
      return { ok: false, reason: refusal.reason, failure: refusal.failure };
    default:
      return { ok: false, reason: refusal.reason };
  }
}

/** What only a number that exists can bring about is a wrong code to the client; the listener hears the truth. */
export function hide(context: EngineContext, call: Call, refusal: Refusal, { attemptsLeft }: Attempt): VerifyResult {
  tell(context, call, refusal, { hidden: true });
  return { ok: false, reason: 'mismatch', attemptsLeft };
}

function tell(
  context: EngineContext,
  call: Call,
  refusal: Refusal,
  { hidden }: Pick<VerificationRefused, 'hidden'>,
): void {
  context.emit?.({
    type: 'verification-refused',
    atMs: context.clock.now(),
    tenant: call.tenant,
    purpose: call.purpose,
    subject: refusal.subject,
    reason: refusal.reason,
    field: 'field' in refusal ? refusal.field : null,
    limit: 'limit' in refusal ? refusal.limit : null,
    failure: 'failure' in refusal ? refusal.failure : null,
    hidden,
  });
}
