/** Composes the engine and its receipts. The only file that knows of providers and stores: which ones, the settings say. */
import { createDeliveryReportParsersFromEnv, createOtpFromEnv } from '@countersign/otp-config';
import type { OtpEngine } from '@countersign/otp-core';
import { createDeliveryTracker } from '@countersign/otp-core/delivery';
import type { WebhookOptions } from '@countersign/otp-web';

export interface Otp {
  readonly engine: OtpEngine;
  /** Left out where no provider is set up for delivery receipts. */
  readonly webhooks?: WebhookOptions;
}

export async function createOtp(environment: NodeJS.ProcessEnv): Promise<Otp> {
  const delivery = createDeliveryTracker({ onEvent: (event) => console.log(JSON.stringify(event)) });
  const engine = await createOtpFromEnv(environment, { onEvent: delivery.onEvent });
  const parsers = await createDeliveryReportParsersFromEnv(environment);
  return parsers.length === 0 ? { engine } : { engine, webhooks: { parsers, onReport: delivery.report } };
}
