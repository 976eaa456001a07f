import type { ProviderFailure } from '@countersign/otp-core/spec';
import type { RefusalReason } from './answer/refusal.ts';
import type { PlatformName } from './platforms/platform-name.ts';

/**
 * What happened to the requests of a platform, for metrics and audit. Never a number, a code, a credential or a text.
 * `subject` is the keyed hash of the number: it tells events of one number together, and no number.
 */
export type SendHookEvent =
  | HookMessageAccepted
  | HookMessageRefused
  | HookMessageUncertain
  | HookProviderAnsweredLate
  | HookRequestRepeated
  | HookRequestRefused
  | HookRequestUnproven
  | HookRequestIgnored
  | HookStoreFailed;

/** What all events have. */
export interface SendHookEventBase {
  /** When, in milliseconds since the epoch. */
  readonly atMs: number;
  readonly platform: PlatformName;
}

/** What all events about one code have. */
export interface HookCodeEvent extends SendHookEventBase {
  readonly subject: string;
  /** What the code is for, in the platform's word; `default` where that is no word, or repeats the number or the code. */
  readonly purpose: string;
  /** Where the number parser knows it: ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

/** The provider took the message. */
export interface HookMessageAccepted extends HookCodeEvent {
  readonly type: 'message-accepted';
  readonly providerId: string;
  readonly messageId: string | null;
  readonly segments: number | null;
  readonly durationMs: number;
}

/** The provider certainly sent nothing; a retry of the platform may send. */
export interface HookMessageRefused extends HookCodeEvent {
  readonly type: 'message-refused';
  readonly failure: ProviderFailure;
  readonly durationMs: number;
}

/** May be on its way, may be lost. It counts as sent: no retry sends it again. */
export interface HookMessageUncertain extends HookCodeEvent {
  readonly type: 'message-uncertain';
  readonly failure: ProviderFailure;
  readonly durationMs: number;
}

/** The provider answered after the platform was answered; it changes nothing. */
export interface HookProviderAnsweredLate extends HookCodeEvent {
  readonly type: 'provider-answered-late';
  readonly providerId: string;
  readonly status: 'accepted' | 'refused' | 'unknown';
  readonly durationMs: number;
}

/** The platform asked again for a code that was sent: nothing was sent. */
export interface HookRequestRepeated extends HookCodeEvent {
  readonly type: 'request-repeated';
  /** What is known of the one message. */
  readonly delivery: 'accepted' | 'unknown';
}

/** Nothing was sent, and why. */
export interface HookRequestRefused extends SendHookEventBase {
  readonly type: 'request-refused';
  /** `null` where no number could be read. */
  readonly subject: string | null;
  readonly reason: Exclude<RefusalReason, 'delivery-failed'>;
  /** Which limit was reached, for `rate-limited`. */
  readonly limit: HookLimitName | null;
  readonly retryAtMs: number | null;
}

/** What a limit is about. */
export type HookLimitName = 'number' | 'country' | 'address' | 'deployment';

/** The request did not prove that it comes from the platform. A wrong secret, or a stranger. */
export interface HookRequestUnproven extends SendHookEventBase {
  readonly type: 'request-unproven';
}

/** An event of another kind, or a message that the platform sends itself. */
export interface HookRequestIgnored extends SendHookEventBase {
  readonly type: 'request-ignored';
}

/** The store or the limiter did not answer. */
export interface HookStoreFailed extends HookCodeEvent {
  readonly type: 'store-failed';
  readonly operation: 'claim' | 'record' | 'release' | 'rate-limit';
  /** `OTP_STORE_UNAVAILABLE` or `OTP_STORE_FULL`; `null`: it did not answer in time, or threw something else. */
  readonly code: string | null;
}
