/** This package as a value, for who composes engines of settings: any gateway, and the local inbox, which is one to a sender. */
import { defineAdapter, defineProduct, type ProviderAdapter } from '@countersign/otp-core/adapter';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import {
  DEFAULT_INBOX_URL,
  HTTP_GATEWAY_SETTINGS,
  INBOX_SETTINGS,
  type InboxOptions,
} from './http-gateway-settings.ts';
import { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';

/**
 * HTTP gateways for `adapters` of `otp-config`: `http-gateway` and `inbox`. Loads nothing; axios comes with the first call.
 *
 * @example
 * const { engine, webhooks, close } = await createOtpFromEnv(process.env, { adapters: [httpGatewayAdapter] });
 */
export const httpGatewayAdapter: ProviderAdapter = defineAdapter([
  defineProduct<HttpGatewaySmsSenderOptions>({ settings: HTTP_GATEWAY_SETTINGS, create: createHttpGatewaySmsSender }),
  defineProduct<InboxOptions>({
    settings: INBOX_SETTINGS,
    create({ url = DEFAULT_INBOX_URL, token, ...others }) {
      const endpoint = `${url.replace(/\/+$/, '')}/gateway`;
      const apiKey = token === undefined ? {} : { apiKey: token };
      return createHttpGatewaySmsSender({ ...others, endpoint, ...apiKey, providerId: 'inbox' });
    },
  }),
]);
