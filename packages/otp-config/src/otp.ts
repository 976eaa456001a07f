/** What `createOtp` and `createOtpFromEnv` give: everything an app mounts, and what ends it. Types only. */
import type { OtpEngine } from '@countersign/otp-core';
import type { DeliveryReport, DeliveryReportParser } from '@countersign/otp-core/spec';

/** An engine, and where its delivery receipts come in. */
export interface Otp {
  readonly engine: OtpEngine;
  /** `webhooks` of `otp-web`; `undefined` where no provider is set up for receipts: there is no such path then. */
  readonly webhooks: OtpWebhooks | undefined;
  /**
   * `countries` of `otp-web`: what forms may offer, as `allowedCountries` has it. `null`: every country, or a `phone` of your
   * own decides.
   */
  readonly countries: readonly string[] | null;
  /** Waits for the calls under way, then closes all that was opened. May be called again. */
  close(): Promise<void>;
}

/** Who may say what became of a message, and where that goes: on to `onEvent`, beside the engine's own events. */
export interface OtpWebhooks {
  /** One for each provider; its `providerId` is the last part of the path. */
  readonly parsers: readonly DeliveryReportParser[];
  readonly onReport: (report: DeliveryReport) => void;
}
