/** What `createOtp` and `createOtpFromEnv` give: everything an app mounts, and what ends it. Types only. */
import type { OtpEngine, OtpEngineOptions } from '@countersign/otp-core';
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
  /**
   * Makes one more engine on the same providers, store and secrets, for a flow with a policy of its own: limits are per engine.
   * Give its calls a `tenant` of their own, or two policies share one number's record. It tells the same `onEvent`, and `close` ends it.
   *
   * @throws OtpConfigurationError naming every option that makes no sense
   * @example
   * const { createEngine } = await createOtpFromEnv(process.env);
   * const payments = createEngine({ policy: { maxAttempts: 3, cooldownsMs: [60_000] } });
   * await payments.request({ to: '+14155550123', tenant: 'payments' });
   */
  createEngine(differences: EngineDifferences): OtpEngine;
  /** Waits for the calls under way, then closes all that was opened. May be called again. */
  close(): Promise<void>;
}

/** What one engine does otherwise than the settings say. Of `policy` and `message`, what is left out stays as it is set. */
export type EngineDifferences = Pick<OtpEngineOptions, 'policy' | 'purposes' | 'message' | 'decoys'>;

/** Who may say what became of a message, and where that goes: on to `onEvent`, beside the engine's own events. */
export interface OtpWebhooks {
  /** One for each provider; its `providerId` is the last part of the path. */
  readonly parsers: readonly DeliveryReportParser[];
  readonly onReport: (report: DeliveryReport) => void;
}
