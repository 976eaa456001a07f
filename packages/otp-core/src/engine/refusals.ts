/**
 * Every refusal of the engine: told to the listener, and answered to the caller unless that would tell which accounts
 * exist. Such a one is hidden: the listener alone hears it.
 */
import type { RateLimitName, RequestRefused, VerificationRefused } from '../events/otp-event.ts';
import type { ProviderFailure } from '../spec/index.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import type { MalformedField, RequestResult, VerifyResult } from './otp-engine.ts';

/** A limit that is not about one number. */
export interface RateLimited {
  readonly reason: 'rate-limited';
  readonly limit: RateLimitName;
  readonly retryAtMs: number;
}

/** Why no code is sent. */
export type RequestRefusal =
  | { readonly reason: 'invalid-phone-number' | 'destination-not-allowed' | 'challenge-not-active' }
  | { readonly reason: 'cooldown' | 'quota-exceeded'; readonly retryAtMs: number }
  | { readonly reason: 'locked'; readonly retryAtMs: number | null }
  | RateLimited;

/** What was asked for, and for whom where that could be read. */
export interface RefusedCall {
  readonly cause: RequestRefused['cause'];
  readonly subject: string | null;
}

/** What a request or a resend ends with where no code is sent. */
export interface RefusedRequest {
  readonly status: 'refused';
  readonly result: RequestResult;
}

export function refuseRequest(
  context: EngineContext,
  call: Call,
  from: RefusedCall,
  refusal: RequestRefusal,
): RefusedRequest {
  tellOfRequest(context, call, from, refusal, { hidden: false });
  return { status: 'refused', result: resultOf(refusal) };
}

export function hideRequestRefusal(
  context: EngineContext,
  call: Call,
  from: RefusedCall,
  refusal: RequestRefusal,
): void {
  tellOfRequest(context, call, from, refusal, { hidden: true });
}

function resultOf(refusal: RequestRefusal): RequestResult {
  switch (refusal.reason) {
    case 'cooldown':
    case 'quota-exceeded':
    // Stryker disable next-line ConditionalExpression: the same either way: the next case answers alike
    case 'rate-limited':
      return { ok: false, reason: refusal.reason, retryAt: new Date(refusal.retryAtMs) };
    case 'locked': {
      const { reason, retryAtMs } = refusal;
      return { ok: false, reason, retryAt: retryAtMs === null ? null : new Date(retryAtMs) };
    }
    default:
      return { ok: false, reason: refusal.reason };
  }
}

function tellOfRequest(
  context: EngineContext,
  call: Call,
  from: RefusedCall,
  refusal: RequestRefusal,
  { hidden }: Pick<RequestRefused, 'hidden'>,
): void {
  context.emit?.({
    type: 'request-refused',
    atMs: context.clock.now(),
    tenant: call.tenant,
    purpose: call.purpose,
    cause: from.cause,
    subject: from.subject,
    reason: refusal.reason,
    retryAtMs: 'retryAtMs' in refusal ? refusal.retryAtMs : null,
    limit: 'limit' in refusal ? refusal.limit : null,
    hidden,
  });
}

/** Why a guess proves nothing, but for a code that is simply wrong. */
export type GuessRefusal = { readonly subject: string | null } & (
  | { readonly reason: 'malformed'; readonly field: MalformedField }
  | { readonly reason: 'expired' | 'not-found' | 'exhausted' }
  | { readonly reason: 'provider-unavailable'; readonly failure: ProviderFailure }
  | RateLimited
);

export function refuseGuess(context: EngineContext, call: Call, refusal: GuessRefusal): VerifyResult {
  tellOfGuess(context, call, refusal, { hidden: false });
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
export function hideGuessRefusal(
  context: EngineContext,
  call: Call,
  refusal: GuessRefusal,
  attemptsLeft: number,
): VerifyResult {
  tellOfGuess(context, call, refusal, { hidden: true });
  return { ok: false, reason: 'mismatch', attemptsLeft };
}

function tellOfGuess(
  context: EngineContext,
  call: Call,
  refusal: GuessRefusal,
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
