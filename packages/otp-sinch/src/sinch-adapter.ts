/** This package as a value, for who composes engines of settings: both products and their receipts. */
import { defineAdapter, defineProduct, type ProviderAdapter } from '@countersign/otp-core/adapter';
import { createSinchDeliveryReportParser } from './sinch-delivery-report-parser.ts';
import { SINCH_SETTINGS, SINCH_SMS_SETTINGS, type SinchSmsReceiptOptions } from './sinch-settings.ts';
import { createSinchSmsSender, type SinchSmsSenderOptions } from './sinch-sms-sender.ts';
import {
  createSinchVerificationProvider,
  type SinchVerificationProviderOptions,
} from './sinch-verification-provider.ts';

/**
 * Sinch for `adapters` of `otp-config`: `sinch`, which is Verification, and `sinch-sms`. Loads nothing.
 *
 * @example
 * const { engine, webhooks, close } = await createOtpFromEnv(process.env, { adapters: [sinchAdapter] });
 */
export const sinchAdapter: ProviderAdapter = defineAdapter([
  defineProduct<SinchVerificationProviderOptions>({
    settings: SINCH_SETTINGS,
    create: createSinchVerificationProvider,
    createDeliveryReportParser({ applicationKey, applicationSecret }, address) {
      const publicUrl = address === null ? {} : { publicUrl: address };
      return createSinchDeliveryReportParser({ applicationKey, applicationSecret, ...publicUrl });
    },
  }),
  defineProduct<SinchSmsSenderOptions, SinchSmsReceiptOptions>({
    settings: SINCH_SMS_SETTINGS,
    create: createSinchSmsSender,
    createDeliveryReportParser: ({ webhookSecret }) => createSinchDeliveryReportParser({ webhookSecret }),
  }),
]);
