/** Which answer each refusal of the engine is, in better-auth's form. A new reason does not compile until it stands here. */
import type { RequestResult, VerifyResult } from '@countersign/otp-core';
import type { ProviderFailure } from '@countersign/otp-core/spec';
import { APIError } from 'better-auth/api';
import { PHONE_OTP_ERROR_CODES, type PhoneOtpErrorCode } from './error-codes.ts';

export type RequestRefusal = Exclude<RequestResult, { readonly ok: true }>;
export type VerifyRefusal = Exclude<VerifyResult, { readonly ok: true }>;
type Status = ConstructorParameters<typeof APIError>[0];

interface Details {
  readonly attemptsLeft?: number;
  readonly retryAt?: Date;
}

/** `retryAt` is ISO 8601 in the body, and seconds in `Retry-After` and in better-auth's own `X-Retry-After`. */
export function refusal(status: Status, code: PhoneOtpErrorCode, { attemptsLeft, retryAt }: Details = {}): APIError {
  const seconds = retryAt === undefined ? undefined : Math.max(1, Math.ceil((retryAt.getTime() - Date.now()) / 1_000));
  return new APIError(
    status,
    {
      ...PHONE_OTP_ERROR_CODES[code],
      ...(attemptsLeft === undefined ? {} : { attemptsLeft }),
      ...(retryAt === undefined ? {} : { retryAt: retryAt.toISOString() }),
    },
    seconds === undefined ? {} : { 'Retry-After': String(seconds), 'X-Retry-After': String(seconds) },
  );
}

export function refusalOfRequest(result: RequestRefusal): APIError {
  switch (result.reason) {
    case 'invalid-phone-number':
      return refusal('BAD_REQUEST', 'INVALID_PHONE_NUMBER');
    case 'destination-not-allowed':
      return refusal('UNPROCESSABLE_ENTITY', 'DESTINATION_NOT_ALLOWED');
    case 'challenge-not-active':
      return refusal('GONE', 'CHALLENGE_NOT_ACTIVE');
    case 'cooldown':
      return refusal('TOO_MANY_REQUESTS', 'COOLDOWN', { retryAt: result.retryAt });
    case 'quota-exceeded':
      return refusal('TOO_MANY_REQUESTS', 'QUOTA_EXCEEDED', { retryAt: result.retryAt });
    case 'rate-limited':
      return refusal('TOO_MANY_REQUESTS', 'RATE_LIMITED', { retryAt: result.retryAt });
    case 'locked':
      // A 429 promises that waiting helps. A lock without an end is ended by a person.
      return result.retryAt === null
        ? refusal('FORBIDDEN', 'PHONE_NUMBER_LOCKED')
        : refusal('TOO_MANY_REQUESTS', 'PHONE_NUMBER_LOCKED', { retryAt: result.retryAt });
    case 'delivery-failed':
      return result.failure.retryable || result.failure.category === 'unavailable'
        ? refusal('SERVICE_UNAVAILABLE', 'PROVIDER_UNAVAILABLE')
        : refusal('BAD_GATEWAY', 'DELIVERY_FAILED');
    default:
      return refuseUnknown(result);
  }
}

export function refusalOfGuess(result: VerifyRefusal): APIError {
  switch (result.reason) {
    case 'mismatch':
      return refusal('UNPROCESSABLE_ENTITY', 'WRONG_CODE', { attemptsLeft: result.attemptsLeft });
    case 'malformed':
      // A cookie of ours whose handle the engine cannot read is of a secret that is gone: a new code helps, nothing else.
      return result.field === 'code'
        ? refusal('BAD_REQUEST', 'MALFORMED_CODE')
        : refusal('GONE', 'CHALLENGE_NOT_ACTIVE');
    case 'expired':
    case 'not-found':
    case 'exhausted':
      return refusal('GONE', 'CHALLENGE_NOT_ACTIVE');
    case 'rate-limited':
      return refusal('TOO_MANY_REQUESTS', 'RATE_LIMITED', { retryAt: result.retryAt });
    case 'provider-unavailable':
      return refusalOfCheck(result.failure);
    default:
      return refuseUnknown(result);
  }
}

function refusalOfCheck({ category }: ProviderFailure): APIError {
  switch (category) {
    case 'timeout':
    case 'unknown':
      return refusal('GATEWAY_TIMEOUT', 'OUTCOME_UNKNOWN');
    case 'unavailable':
    case 'rate-limited':
      return refusal('SERVICE_UNAVAILABLE', 'PROVIDER_UNAVAILABLE');
    case 'invalid-recipient':
    case 'unreachable-recipient':
    case 'opted-out':
    case 'blocked-destination':
    case 'authentication':
    case 'configuration':
    case 'account-suspended':
    case 'insufficient-funds':
    case 'content-rejected':
    case 'fraud-blocked':
      return refusal('BAD_GATEWAY', 'PROVIDER_REFUSED');
    default:
      return refuseUnknown(category);
  }
}

/** An engine newer than this package may have reasons that this one has no answer for. */
function refuseUnknown(_value: never): never {
  throw new Error('The engine gave a reason that this version of @countersign/otp-better-auth does not know.');
}
