/** Where receipts go, and how a vendor writes, signs and repeats them. */
import type { PlannedStep } from './delivery-plan.ts';

/** One attempt of a receipt, ready to be posted. */
export interface ReceiptPost {
  /** What it reports, in the vendor's word. */
  readonly status: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isSigned: boolean;
  /** Why it is not signed, or what else is to be said. */
  readonly note: string | null;
}

export interface ReceiptAttempt {
  readonly url: string;
  /** From 1, at each address anew. */
  readonly attempt: number;
  readonly nowMs: number;
}

/** How a vendor tries again. The end is the inbox's own: nobody waits for hours here. */
export interface RetryPolicy {
  /** Waits before the second attempt, the third and so on. */
  readonly waitsMs: readonly number[];
  readonly timeoutMs: number;
  /** `null`: no answer at all. */
  isFailed(httpStatus: number | null): boolean;
  isWorthRetrying(httpStatus: number | null): boolean;
}

/** What a message's receipts need. */
export interface ReceiptAddress {
  /** The second and later ones are tried when the one before has failed for good. */
  readonly urls: readonly string[];
  readonly retry: RetryPolicy;
  /** Writes a receipt; once for each step, so that all attempts are about the same event. `null`: this vendor tells nothing of it. */
  write(step: Pick<PlannedStep, 'status' | 'code'>, atMs: number): ((attempt: ReceiptAttempt) => ReceiptPost) | null;
}

const isNoSuccess = (httpStatus: number | null): boolean => httpStatus === null || httpStatus < 200 || httpStatus > 299;
const isTrouble = (httpStatus: number | null): boolean =>
  httpStatus === null || httpStatus === 429 || httpStatus >= 500;

/** Once more where no answer came. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
export const TWILIO_RETRIES: RetryPolicy = {
  waitsMs: [500],
  timeoutMs: 15_000,
  isFailed: isNoSuccess,
  isWorthRetrying: (httpStatus) => httpStatus === null,
};

/** Three attempts for each address, each answered within two seconds. https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks */
export const TELNYX_RETRIES: RetryPolicy = {
  waitsMs: [1_000, 2_000],
  timeoutMs: 2_000,
  isFailed: isNoSuccess,
  isWorthRetrying: isNoSuccess,
};

/** From five seconds, doubling, after a 5xx or a 429; bounded here. https://developers.sinch.com/docs/sms/api-reference/sms/tag/Webhooks */
export const SINCH_RETRIES: RetryPolicy = {
  waitsMs: [5_000, 10_000, 20_000, 40_000],
  timeoutMs: 5_000,
  isFailed: isNoSuccess,
  isWorthRetrying: isTrouble,
};

/** Three more, 20 seconds apart. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
export const SNS_RETRIES: RetryPolicy = {
  waitsMs: [20_000, 20_000, 20_000],
  timeoutMs: 15_000,
  isFailed: isNoSuccess,
  isWorthRetrying: isTrouble,
};
