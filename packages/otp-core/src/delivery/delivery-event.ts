import type { ProviderFailure } from '../spec/index.ts';

/** What became of a message after the provider accepted it. It never counts as verification. */
export type DeliveryEvent = MessageDelivered | MessageUndelivered;

/** What both have. The fields of the challenge are `null` if another process sent the message, or this one did too long ago. */
export interface DeliveryEventBase {
  /** When the report was read, in milliseconds since the epoch. */
  readonly atMs: number;
  /** Who reports. */
  readonly providerId: string;
  /** As in `message-accepted`. */
  readonly messageId: string;
  /** Whose customer the number is. */
  readonly tenant: string | null;
  /** What the code is for. */
  readonly purpose: string | null;
  /** Keyed hash of tenant and number. */
  readonly subject: string | null;
  /** The same for all events of one challenge. */
  readonly challengeId: string | null;
  /** From the provider's acceptance to its report, in milliseconds; `null` if the acceptance is not known. */
  readonly durationMs: number | null;
  /** When it happened by the provider's clock; `null` if it does not say. */
  readonly reportedAtMs: number | null;
}

/** The message reached the phone, as far as the provider knows. Comes once for each message. */
export interface MessageDelivered extends DeliveryEventBase {
  readonly type: 'message-delivered';
}

/** The message will not reach the phone. Comes once for each message. */
export interface MessageUndelivered extends DeliveryEventBase {
  readonly type: 'message-undelivered';
  /** Why: our category, and the provider's own code; `null` if it does not say. */
  readonly failure: ProviderFailure | null;
}
