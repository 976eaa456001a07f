/** Why nothing was sent: a stable reason, a status, and a sentence that may be shown to the person who waits for a code. */
import type { ProviderFailureCategory } from '@countersign/otp-core/spec';

/** Why a request was refused. Nothing was sent. */
export type RefusalReason =
  /** The body is not what the platform is documented to send. */
  | 'malformed'
  | 'too-large'
  | 'body-timeout'
  /** The body holds no code. */
  | 'no-code'
  /** The text cannot be composed for such a code. */
  | 'unusable-code'
  /** The platform says that the code's life is over. */
  | 'expired'
  /** A call is asked for. */
  | 'unsupported-channel'
  | 'invalid-phone-number'
  | 'destination-not-allowed'
  | 'rate-limited'
  /** The provider certainly sent nothing; `category` says why. */
  | 'delivery-failed'
  /** The store or the rate limiter does not answer, or there is no time left to send. */
  | 'service-unavailable'
  /** A mistake in mounting or in our code; `onError` was told. */
  | 'internal-error';

/** A refusal that needs no provider's word. */
export type PlainReason = Exclude<RefusalReason, 'delivery-failed'>;

export interface Refusal {
  readonly reason: RefusalReason;
  /** For `delivery-failed` the provider's reason, else `null`. */
  readonly category: ProviderFailureCategory | null;
  readonly httpStatus: number;
  /** For the person. Never a number, a code or a provider's words. */
  readonly message: string;
}

type Words = readonly [httpStatus: number, message: string];

const REFUSALS: Readonly<Record<PlainReason, Words>> = {
  malformed: [400, 'The request could not be read.'],
  'too-large': [413, 'The request is too large.'],
  'body-timeout': [408, 'The request did not arrive in time.'],
  'no-code': [422, 'The request holds no code to send.'],
  'unusable-code': [422, 'This kind of code cannot be sent as a text message.'],
  expired: [422, 'This code has expired. Ask for a new one.'],
  'unsupported-channel': [422, 'Codes are sent as text messages only.'],
  'invalid-phone-number': [422, 'This is not a valid phone number.'],
  'destination-not-allowed': [422, 'Codes cannot be sent to this phone number.'],
  'rate-limited': [429, 'Too many codes were requested. Try again later.'],
  'service-unavailable': [503, 'Codes cannot be sent right now. Try again in a moment.'],
  'internal-error': [500, 'Codes cannot be sent right now. Contact support if this goes on.'],
};

const CHECK_NUMBER: Words = [422, 'This phone number cannot receive codes. Check it, or use another one.'];
const OPERATOR: Words = [502, 'The code could not be sent. Contact support if this goes on.'];
const REJECTED: Words = [422, 'The code could not be sent to this phone number. Use another one.'];
const LATER: Words = [503, 'The code could not be sent. Try again in a moment.'];

const FAILURES: Readonly<Record<ProviderFailureCategory, Words>> = {
  'invalid-recipient': CHECK_NUMBER,
  'unreachable-recipient': CHECK_NUMBER,
  'opted-out': [422, 'This phone number has opted out of our messages. Opt in again, or use another one.'],
  'blocked-destination': REJECTED,
  authentication: OPERATOR,
  configuration: OPERATOR,
  'account-suspended': OPERATOR,
  'insufficient-funds': OPERATOR,
  'content-rejected': REJECTED,
  'fraud-blocked': REJECTED,
  'rate-limited': [429, 'The code could not be sent. Try again later.'],
  unavailable: LATER,
  timeout: LATER,
  unknown: OPERATOR,
};

export function refusalOf(reason: PlainReason): Refusal {
  const [httpStatus, message] = REFUSALS[reason];
  return { reason, category: null, httpStatus, message };
}

export function refusalOfFailure(category: ProviderFailureCategory): Refusal {
  const [httpStatus, message] = FAILURES[category];
  return { reason: 'delivery-failed', category, httpStatus, message };
}
