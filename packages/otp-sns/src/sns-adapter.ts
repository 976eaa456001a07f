/** This package as a value, for who composes engines of settings: messages and their receipts. */
import { defineAdapter, defineProduct, type ProviderAdapter } from '@countersign/otp-core/adapter';
import { createSnsDeliveryReportParser } from './sns-delivery-report-parser.ts';
import { SNS_SETTINGS, type SnsReceiptOptions } from './sns-settings.ts';
import { createSnsSmsSender, type SnsSmsSenderOptions } from './sns-sms-sender.ts';

/**
 * Amazon SNS for `adapters` of `otp-config`: `sns`. Loads nothing; the SDK comes with the first call.
 *
 * @example
 * const { engine, webhooks, close } = await createOtpFromEnv(process.env, { adapters: [snsAdapter] });
 */
export const snsAdapter: ProviderAdapter = defineAdapter([
  defineProduct<SnsSmsSenderOptions, SnsReceiptOptions>({
    settings: SNS_SETTINGS,
    create: createSnsSmsSender,
    createDeliveryReportParser: ({ topicArns, inboxCertificate }) =>
      createSnsDeliveryReportParser({
        topicArns,
        ...(inboxCertificate === undefined ? {} : { fetch: async () => new Response(inboxCertificate) }),
      }),
  }),
]);
