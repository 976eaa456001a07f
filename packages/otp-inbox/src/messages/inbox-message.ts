import type { SegmentCount } from '@countersign/otp-core';
import type { InboxPhoneNumber } from './phone-number.ts';

/** A text message that came in. As JSON it has the same fields, `receivedAt` in ISO 8601. */
export interface InboxMessage {
  /** Unique, also across restarts; serves as `after`. */
  readonly id: string;
  /** Who it was sent to, in E.164 form. */
  readonly to: InboxPhoneNumber;
  readonly text: string;
  /** The one-time password in the text, without separators; `null` when there is none. */
  readonly code: string | null;
  /** How a phone network would carry the text. */
  readonly encoding: SegmentCount['encoding'];
  /** As how many text messages it would be charged. */
  readonly segments: number;
  /** Which door it came through, for example `gateway`. */
  readonly door: string;
  readonly receivedAt: Date;
}
