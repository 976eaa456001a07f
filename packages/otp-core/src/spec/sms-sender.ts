import type { ProviderFailure } from './provider-failure.ts';

/**
 * Delivers one text message that we composed.
 * Never retries: one call is at most one message, whatever the vendor's SDK would like to do.
 */
export interface SmsSender {
  readonly specificationVersion: 'v1';
  readonly kind: 'sms-sender';
  /** Stable, lower-case name of the vendor, 1 to 64 characters; appears in events. */
  readonly providerId: string;
  send(message: SmsMessage, options?: CallOptions): Promise<SendOutcome>;
  /**
   * Loads what the first call would, such as the vendor's library. Sends nothing, asks the vendor nothing, and may be
   * called again. Rejects with an `OtpConfigurationError` where something is missing. Left out: there is nothing to load.
   */
  warmUp?(): Promise<void>;
}

/** One text for one number. */
export interface SmsMessage {
  /** E.164, with the leading `+`. */
  readonly to: string;
  readonly text: string;
  /** How long the code in it is worth delivering, in milliseconds; a vendor that can drops it then. */
  readonly ttlMs?: number;
}

/** How a call to a provider may be ended. */
export interface CallOptions {
  /** Aborted when the caller stops waiting. An aborted send that may have left is `unknown`, not `refused`. */
  readonly signal?: AbortSignal;
}

/** How one message fared. */
export type SendOutcome =
  /** The vendor took the message. `messageId` is the vendor's; `null` where it gives none. `providerId` names the vendor where the sender asks several. */
  | {
      readonly status: 'accepted';
      readonly messageId: string | null;
      readonly segments?: number;
      readonly providerId?: string;
    }
  /** Certainly not sent: the send is refunded, and another vendor may be tried. */
  | { readonly status: 'refused'; readonly failure: ProviderFailure }
  /** May be on its way: the code stays valid and nothing is sent again unasked. */
  | { readonly status: 'unknown'; readonly failure: ProviderFailure };
