/** This package as a value, for who composes engines of settings: both products and their receipts. */
import { defineAdapter, defineProduct, type ProviderAdapter } from '@countersign/otp-core/adapter';
import { createTelnyxDeliveryReportParser } from './telnyx-delivery-report-parser.ts';
import { TELNYX_SETTINGS, TELNYX_VERIFY_SETTINGS, type TelnyxReceiptOptions } from './telnyx-settings.ts';
import { createTelnyxSmsSender, type TelnyxSmsSenderOptions } from './telnyx-sms-sender.ts';
import {
  createTelnyxVerificationProvider,
  type TelnyxVerificationProviderOptions,
} from './telnyx-verification-provider.ts';

/**
 * Telnyx for `adapters` of `otp-config`: `telnyx` and `telnyx-verify`. Loads nothing; the SDK comes with the first call.
 *
 * @example
 * const { engine, webhooks, close } = await createOtpFromEnv(process.env, { adapters: [telnyxAdapter] });
 */
export const telnyxAdapter: ProviderAdapter = defineAdapter([
  defineProduct<TelnyxSmsSenderOptions, TelnyxReceiptOptions>({
    settings: TELNYX_SETTINGS,
    create: createTelnyxSmsSender,
    createDeliveryReportParser: ({ publicKey }) => createTelnyxDeliveryReportParser({ publicKey }),
  }),
  defineProduct<TelnyxVerificationProviderOptions, TelnyxReceiptOptions>({
    settings: TELNYX_VERIFY_SETTINGS,
    create: createTelnyxVerificationProvider,
    // The account has one key: either address may be told of either product, and each listens at its own.
    createDeliveryReportParser: ({ publicKey }) => ({
      ...createTelnyxDeliveryReportParser({ publicKey }),
      providerId: 'telnyx-verify',
    }),
  }),
]);
