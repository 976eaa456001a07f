import type { MessageChannel, ProviderFailure } from '../spec/index.ts';

/**
 * What happened, for metrics, audit and billing. Never a number, a code, a credential or a text.
 * `subject` is the keyed hash of tenant and number: it tells events of one number together, and no number.
 */
export type OtpEvent =
  | CodeIssued
  | RequestRepeated
  | RequestRefused
  | MessageSegmented
  | MessageAccepted
  | MessageRefused
  | MessageUncertain
  | ProviderAnsweredLate
  | CodeVerified
  | CodeMismatched
  | VerificationRefused
  | ApprovalRejected
  | ChallengeCancelled
  | NumberUnlocked
  | StoreFailed;

/** What all events have. */
export interface EventBase {
  /** When, in milliseconds since the epoch by the engine's clock. */
  readonly atMs: number;
  readonly tenant: string;
}

/** What all events of a challenge have. */
export interface ChallengeEvent extends EventBase {
  readonly purpose: string;
  readonly subject: string;
  readonly challengeId: string;
  /** The account does not exist; nothing is sent. */
  readonly decoy: boolean;
}

/** State is stored, the code is about to be sent; not told of a request that was refused and answered as sent (`hidden`). */
export interface CodeIssued extends ChallengeEvent {
  readonly type: 'code-issued';
  readonly cause: 'request' | 'resend';
  readonly providerId: string;
  readonly codeLength: number;
  /** Where the number parser knows it: ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

/** An idempotency key was seen before: nothing is sent. */
export interface RequestRepeated extends ChallengeEvent {
  readonly type: 'request-repeated';
}

/** No code is sent, and why. */
export interface RequestRefused extends EventBase {
  readonly type: 'request-refused';
  readonly cause: 'request' | 'resend';
  readonly purpose: string;
  /** `null` where the number or the handle could not be read. */
  readonly subject: string | null;
  readonly reason:
    | 'invalid-phone-number'
    | 'destination-not-allowed'
    | 'challenge-not-active'
    | 'cooldown'
    | 'quota-exceeded'
    | 'rate-limited'
    | 'locked';
  readonly retryAtMs: number | null;
  readonly limit: RateLimitName | null;
  /** The client was answered as if a message had been sent, as the refusal would tell who has an account (`answerAfterMs`). */
  readonly hidden: boolean;
}

/** Which limit about other things than a number was reached. */
export type RateLimitName = 'address' | 'network' | 'number-prefix' | 'country' | 'deployment';

/** The text is about to cost more than one message. Told before it is sent. */
export interface MessageSegmented extends ChallengeEvent {
  readonly type: 'message-segmented';
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** The first character that GSM-7 lacks: the one to reword. `null` in GSM-7. */
  readonly forcedBy: string | null;
  readonly segments: number;
}

/** The provider took the message. */
export interface MessageAccepted extends ChallengeEvent {
  readonly type: 'message-accepted';
  readonly providerId: string;
  /** How it travels; `null` where the provider makes the code and chooses. */
  readonly channel: MessageChannel | null;
  readonly messageId: string | null;
  /** As billed by the provider where it says so, else as counted; `null` for texts the provider composes and for other channels than `sms`. */
  readonly segments: number | null;
  readonly durationMs: number;
}

/** The provider certainly sent nothing; the send was given back, but for requests with `answerAfterMs`. */
export interface MessageRefused extends ChallengeEvent {
  readonly type: 'message-refused';
  readonly failure: ProviderFailure;
  readonly durationMs: number;
}

/** May be on its way, may be lost. Nothing is sent again unasked. */
export interface MessageUncertain extends ChallengeEvent {
  readonly type: 'message-uncertain';
  readonly failure: ProviderFailure;
  readonly durationMs: number;
}

/** The answer came after we stopped waiting; it changes nothing. */
export interface ProviderAnsweredLate extends ChallengeEvent {
  readonly type: 'provider-answered-late';
  readonly providerId: string;
  readonly status: string;
  readonly durationMs: number;
}

/** A code was right. Told once for each challenge. */
export interface CodeVerified extends ChallengeEvent {
  readonly type: 'code-verified';
}

/** A code was wrong. */
export interface CodeMismatched extends ChallengeEvent {
  readonly type: 'code-mismatched';
  readonly attemptsLeft: number;
}

/** A code could not be compared, and why. */
export interface VerificationRefused extends EventBase {
  readonly type: 'verification-refused';
  readonly purpose: string;
  readonly subject: string | null;
  readonly reason: 'malformed' | 'expired' | 'not-found' | 'exhausted' | 'rate-limited' | 'provider-unavailable';
  /** With `malformed`: which input. Many of `challenge` are a client that lost its handle, not people who mistype. */
  readonly field: 'challenge' | 'code' | 'to' | null;
  readonly limit: RateLimitName | null;
  readonly failure: ProviderFailure | null;
  /** The client was answered `mismatch`, as this would tell who has an account (`answerAfterMs`). */
  readonly hidden: boolean;
}

/** A provider approved another number than the one asked. Worth an alarm. */
export interface ApprovalRejected extends ChallengeEvent {
  readonly type: 'approval-rejected';
  readonly providerId: string;
}

/** Its holder gave a challenge up. */
export interface ChallengeCancelled extends ChallengeEvent {
  readonly type: 'challenge-cancelled';
}

/** A number's sends, failures and lock were forgotten. */
export interface NumberUnlocked extends EventBase {
  readonly type: 'number-unlocked';
  readonly subject: string;
}

/** The store or the limiter did not answer; the call was refused by an error. */
export interface StoreFailed extends EventBase {
  readonly type: 'store-failed';
  readonly operation: 'issue' | 'redeem' | 'settle' | 'discard' | 'unlock' | 'rate-limit' | 'warm-up';
  readonly code: string;
  readonly durationMs: number;
}
