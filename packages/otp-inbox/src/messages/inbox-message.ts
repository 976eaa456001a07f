import type { SegmentCount } from '@countersign/otp-core';
import type { InboxPhoneNumber } from './phone-number.ts';
import type { InboxProviderName } from './provider-name.ts';

/** A text message that came in. As JSON it has the same fields, times in ISO 8601. */
export interface InboxMessage {
  /** Unique, also across restarts; serves as `after`. */
  readonly id: string;
  /** Who was asked to send it. */
  readonly provider: InboxProviderName;
  /** How the provider's answer names it. */
  readonly vendorId: string;
  readonly channel: InboxChannel;
  /** Who it was sent to, in E.164 form. */
  readonly to: InboxPhoneNumber;
  /** Whom it is from: a number, a short code, a name or a service; `null` where the request says nothing. */
  readonly from: string | null;
  readonly text: string;
  /** The one-time password in the text, without separators; `null` when there is none. */
  readonly code: string | null;
  /** How a phone network would carry the text. */
  readonly encoding: SegmentCount['encoding'];
  /** As how many text messages it would be charged. */
  readonly segments: number;
  /** Addresses of pictures and the like. */
  readonly media: readonly string[];
  /** The most it may cost, in US dollars; `null` where the request says nothing. */
  readonly maxPriceUsd: string | null;
  /** For how long the provider may try, in seconds; `null` where the request says nothing. */
  readonly validitySeconds: number | null;
  readonly receivedAt: Date;
  /** Whether a phone gets it: a rule may want it to be lost on its way. */
  readonly arrives: boolean;
  /** What became of it so far. */
  readonly delivery: InboxDelivery;
  /** The rule that struck it; `null`: none did. */
  readonly ruleId: string | null;
}

/** How a message goes: as a text, as a call that tells the code, or by WhatsApp. */
export type InboxChannel = 'sms' | 'call' | 'whatsapp';

/** `lost`: the provider says it sent the message, and no phone ever gets it. */
export type InboxDeliveryStatus = 'accepted' | 'queued' | 'sent' | 'delivered' | 'undelivered' | 'lost';

/** A step on a message's way. */
export interface InboxDelivery {
  readonly status: InboxDeliveryStatus;
  /** The provider's own word for why it was not delivered, else `null`. */
  readonly code: string | null;
  readonly at: Date;
}

/** The request that brought a message. Credentials read `[hidden]`. */
export interface InboxRawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly receivedAt: Date;
}

/** One thing that happened to a message. */
export type InboxTimelineEvent =
  | { readonly type: 'delivery'; readonly at: Date; readonly status: InboxDeliveryStatus; readonly code: string | null }
  | { readonly type: 'rule'; readonly at: Date; readonly ruleId: string; readonly fault: string }
  | InboxReceiptEvent;

/** A receipt that was posted, or would have been. */
export interface InboxReceiptEvent {
  readonly type: 'receipt';
  readonly at: Date;
  /** What it reports, in the provider's own word. */
  readonly status: string;
  readonly url: string;
  /** From 1. */
  readonly attempt: number;
  readonly signed: boolean;
  /** `blocked`: the address is not on this machine. `lost`: a rule says so. */
  readonly outcome: 'answered' | 'failed' | 'blocked' | 'lost';
  readonly httpStatus: number | null;
  /** A sentence, where there is something to say. */
  readonly note: string | null;
}
