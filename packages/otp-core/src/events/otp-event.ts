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
  /** Whose customer the number is; `'default'` if you named none. */
  readonly tenant: string;
}

/** What all events of a challenge have. */
export interface ChallengeEvent extends EventBase {
  /** What the code is for, as the request said. */
  readonly purpose: string;
  /** Keyed hash of tenant and number: the same for all events of one number. */
  readonly subject: string;
  /** The same for all events of one challenge. */
  readonly challengeId: string;
  /** `true`: the account does not exist, and nothing is sent. */
  readonly decoy: boolean;
}

/** State is stored, and the code is about to be sent. A request that was refused has `request-refused` instead. */
export interface CodeIssued extends ChallengeEvent {
  readonly type: 'code-issued';
  /** Which call sends it. */
  readonly cause: 'request' | 'resend';
  /** Who is asked to send it. */
  readonly providerId: string;
  /** Digits of the code. */
  readonly codeLength: number;
  /** ISO 3166-1 alpha-2; `null` if the number parser does not tell countries. */
  readonly country: string | null;
}

/** A request came again with the same idempotency key: nothing is sent. */
export interface RequestRepeated extends ChallengeEvent {
  readonly type: 'request-repeated';
}

/** A request or a resend was refused. No code is sent. */
export interface RequestRefused extends EventBase {
  readonly type: 'request-refused';
  /** Which call was refused. */
  readonly cause: 'request' | 'resend';
  /** What the code would have been for. */
  readonly purpose: string;
  /** Keyed hash of tenant and number; `null` if the number or the handle could not be read. */
  readonly subject: string | null;
  /** Why, as in the result. */
  readonly reason:
    | 'invalid-phone-number'
    | 'destination-not-allowed'
    | 'challenge-not-active'
    | 'cooldown'
    | 'quota-exceeded'
    | 'rate-limited'
    | 'locked';
  /** When trying again can help, in milliseconds since the epoch; `null` if waiting does not help. */
  readonly retryAtMs: number | null;
  /** With `rate-limited`: which limit. Otherwise `null`. */
  readonly limit: RateLimitName | null;
  /** `true`: the client was told that a message was sent, because a refusal would tell who has an account (`answerAfterMs`). */
  readonly hidden: boolean;
}

/** Which limit about other things than a number was reached. */
export type RateLimitName = 'address' | 'network' | 'number-prefix' | 'country' | 'deployment';

/** The text needs more than one segment, so it costs more than one message. Comes before it is sent. */
export interface MessageSegmented extends ChallengeEvent {
  readonly type: 'message-segmented';
  /** What the text is sent in. */
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** The first character that GSM-7 lacks: replace it to save segments. `null` in GSM-7. */
  readonly forcedBy: string | null;
  /** How many messages the text costs. */
  readonly segments: number;
}

/** The provider accepted the message. */
export interface MessageAccepted extends ChallengeEvent {
  readonly type: 'message-accepted';
  /** Who accepted it. */
  readonly providerId: string;
  /** How it travels; `null` if the provider makes the code and chooses. */
  readonly channel: MessageChannel | null;
  /** The provider's id of the message; `null` if it gives none. */
  readonly messageId: string | null;
  /** As the provider bills it, or else as counted; `null` if the provider writes the text, or the channel is not `sms`. */
  readonly segments: number | null;
  /** How long the provider took, in milliseconds. */
  readonly durationMs: number;
}

/** The provider refused the message: certainly nothing was sent. The send does not count, except with `answerAfterMs`. */
export interface MessageRefused extends ChallengeEvent {
  readonly type: 'message-refused';
  /** Why: our category, and the provider's own code. */
  readonly failure: ProviderFailure;
  /** How long the provider took, in milliseconds. */
  readonly durationMs: number;
}

/** The message may be on its way, or lost. Nothing is sent again until the person asks. */
export interface MessageUncertain extends ChallengeEvent {
  readonly type: 'message-uncertain';
  /** Why nobody knows: our category, and the provider's own code. */
  readonly failure: ProviderFailure;
  /** How long the engine waited, in milliseconds. */
  readonly durationMs: number;
}

/** The provider answered after the engine had stopped waiting. It changes nothing. */
export interface ProviderAnsweredLate extends ChallengeEvent {
  readonly type: 'provider-answered-late';
  /** Who answered late. */
  readonly providerId: string;
  /** What it answered. */
  readonly status: string;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
}

/** A code was right. Comes once for each challenge. */
export interface CodeVerified extends ChallengeEvent {
  readonly type: 'code-verified';
}

/** A code was wrong. */
export interface CodeMismatched extends ChallengeEvent {
  readonly type: 'code-mismatched';
  /** Tries that this challenge has left. */
  readonly attemptsLeft: number;
}

/** A code could not be compared. */
export interface VerificationRefused extends EventBase {
  readonly type: 'verification-refused';
  /** What the code was for. */
  readonly purpose: string;
  /** Keyed hash of tenant and number; `null` if the handle could not be read. */
  readonly subject: string | null;
  /** Why, as in the result. */
  readonly reason: 'malformed' | 'expired' | 'not-found' | 'exhausted' | 'rate-limited' | 'provider-unavailable';
  /** With `malformed`: which input. Many with `challenge` mean that a client loses its handle. */
  readonly field: 'challenge' | 'code' | 'to' | null;
  /** With `rate-limited`: which limit. Otherwise `null`. */
  readonly limit: RateLimitName | null;
  /** With `provider-unavailable`: what the provider said. Otherwise `null`. */
  readonly failure: ProviderFailure | null;
  /** `true`: the client was told `mismatch`, because this would tell who has an account (`answerAfterMs`). */
  readonly hidden: boolean;
}

/** A provider approved a different number, so the approval was rejected. Set an alarm on it. */
export interface ApprovalRejected extends ChallengeEvent {
  readonly type: 'approval-rejected';
  /** Who approved it. */
  readonly providerId: string;
}

/** The client cancelled its challenge. */
export interface ChallengeCancelled extends ChallengeEvent {
  readonly type: 'challenge-cancelled';
}

/** `unlock` was called: the messages, wrong codes and lock of a number start over. */
export interface NumberUnlocked extends EventBase {
  readonly type: 'number-unlocked';
  /** Keyed hash of tenant and number. */
  readonly subject: string;
}

/** The store or the rate limiter failed, so the call threw. Nobody can sign in meanwhile. */
export interface StoreFailed extends EventBase {
  readonly type: 'store-failed';
  /** What was asked of it. */
  readonly operation: 'issue' | 'redeem' | 'settle' | 'discard' | 'unlock' | 'rate-limit' | 'warm-up';
  /** The code of the error that was thrown. */
  readonly code: string;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
}
