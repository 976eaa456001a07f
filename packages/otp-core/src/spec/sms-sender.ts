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
  /** How its messages reach a phone. What composes several channels leaves this out, and each outcome names its own. @defaultValue 'sms' */
  readonly channel?: MessageChannel;
  send(message: SmsMessage, options?: CallOptions): Promise<SendOutcome>;
  /**
   * Loads what the first call would, such as the vendor's library. Sends nothing, asks the vendor nothing, and may be
   * called again. Rejects with an `OtpConfigurationError` where something is missing. Left out: there is nothing to load.
   */
  warmUp?(): Promise<void>;
}

/** A way to a phone. */
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/** All ways to a phone. */
export const MESSAGE_CHANNELS = ['sms', 'whatsapp', 'voice', 'telegram', 'rcs'] as const;

/**
 * One code for one number. `to` and `text` are always there; the rest is for what sends no text of ours: a template, a
 * call, a platform with words of its own. None of it may reach an error, a log or an id, any more than the text.
 */
export interface SmsMessage {
  /** E.164, with the leading `+`. */
  readonly to: string;
  readonly text: string;
  /** How long the code in it is worth delivering, in milliseconds; a vendor that can drops it then. */
  readonly ttlMs?: number;
  /** The code that stands in the text. */
  readonly code?: string;
  /** BCP 47 tag of the reader's language, where it is known. */
  readonly locale?: string;
  /** What the code is for, as the app names it: `login`. */
  readonly purpose?: string;
  /** Who asks for the code, as the reader knows it. */
  readonly appName?: string;
}

/** How a call to a provider may be ended. */
export interface CallOptions {
  /** Aborted when the caller stops waiting. An aborted send that may have left is `unknown`, not `refused`. */
  readonly signal?: AbortSignal;
  /**
   * What is left of the caller's time, in milliseconds above 0. A provider takes the smaller of this and its own, and says
   * by then what it knows: `refused` while nothing had left, else `unknown`. The caller waits `CALL_GRACE_MS` longer.
   * @defaultValue the provider's own
   */
  readonly timeoutMs?: number;
}

/** How one message fared. */
export type SendOutcome =
  /** The vendor took the message. `messageId` is the vendor's; `null` where it gives none. `providerId` and `channel` name who took it where the sender asks several. */
  | {
      readonly status: 'accepted';
      readonly messageId: string | null;
      readonly segments?: number;
      readonly providerId?: string;
      readonly channel?: MessageChannel;
    }
  /** Certainly not sent: the send is refunded, and another vendor may be tried. */
  | { readonly status: 'refused'; readonly failure: ProviderFailure }
  /** May be on its way: the code stays valid and nothing is sent again unasked. */
  | { readonly status: 'unknown'; readonly failure: ProviderFailure };
