import type { ProviderFailure } from '../spec/index.ts';

/** How a message fared after the provider took it. Never proof of anything: a code that arrived still has to be told. */
export type DeliveryEvent = MessageDelivered | MessageUndelivered;

/** What both have. The challenge's fields are `null` where this process did not send the message, or sent it too long ago. */
export interface DeliveryEventBase {
  /** When the report was read, in milliseconds since the epoch. */
  readonly atMs: number;
  readonly providerId: string;
  readonly messageId: string;
  readonly tenant: string | null;
  readonly purpose: string | null;
  readonly subject: string | null;
  readonly challengeId: string | null;
  /** From the provider's acceptance to its report, in milliseconds; `null` where the acceptance is not known. */
  readonly durationMs: number | null;
  /** When it happened by the provider's clock; `null` where it does not say. */
  readonly reportedAtMs: number | null;
}

/** The message reached the phone, as far as the provider knows. Told once for each message. */
export interface MessageDelivered extends DeliveryEventBase {
  readonly type: 'message-delivered';
}

/** The message will not reach the phone, and why. Told once for each message. */
export interface MessageUndelivered extends DeliveryEventBase {
  readonly type: 'message-undelivered';
  readonly failure: ProviderFailure | null;
}
