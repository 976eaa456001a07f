/** This package as a value, for who composes engines of settings: both products, and the receipts of messages. */
import {
  type AdapterOptions,
  defineAdapter,
  defineProduct,
  type ProviderAdapter,
  type ProviderProduct,
} from '@countersign/otp-core/adapter';
import { createTwilioDeliveryReportParser } from './twilio-delivery-report-parser.ts';
import { TWILIO_SETTINGS, TWILIO_VERIFY_SETTINGS, type TwilioReceiptOptions } from './twilio-settings.ts';
import type { TwilioSmsSenderOptions } from './twilio-sms-sender.ts';
import { createTwilioSmsSender } from './twilio-sms-sender.ts';
import type { TwilioVerificationProviderOptions } from './twilio-verification-options.ts';
import { createTwilioVerificationProvider } from './twilio-verification-provider.ts';

/**
 * Twilio for `adapters` of `otp-config`: `twilio` and `twilio-verify`. Loads nothing; the SDK comes with the first call.
 *
 * @example
 * const { engine, webhooks, close } = await createOtpFromEnv(process.env, { adapters: [twilioAdapter] });
 */
export const twilioAdapter: ProviderAdapter = defineAdapter([
  keyFirst(
    defineProduct<TwilioSmsSenderOptions, TwilioReceiptOptions>({
      settings: TWILIO_SETTINGS,
      create: createTwilioSmsSender,
      // The signature covers the address: without one the factory refuses.
      createDeliveryReportParser: ({ authToken }, address) =>
        createTwilioDeliveryReportParser({ authToken, publicUrl: address ?? '' }),
    }),
  ),
  keyFirst(
    defineProduct<TwilioVerificationProviderOptions>({
      settings: TWILIO_VERIFY_SETTINGS,
      create: createTwilioVerificationProvider,
    }),
  ),
]);

/** In settings the auth token of receipts may stand beside a key for calls, which then goes first. */
function keyFirst(product: ProviderProduct): ProviderProduct {
  return { ...product, create: (options) => product.create(withoutSpareToken(options)) };
}

function withoutSpareToken(options: AdapterOptions): AdapterOptions {
  if (options.apiKeySid === undefined || options.apiKeySecret === undefined) return options;
  const { authToken: _ofReceipts, ...others } = options;
  return others;
}
