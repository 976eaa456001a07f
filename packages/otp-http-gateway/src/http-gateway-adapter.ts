/** This package as a value, for who composes engines of settings: any gateway, and the local inbox, which is one to a sender. */
import { defineProduct, type ProviderAdapter } from '@countersign/otp-core/adapter';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';

/** Where `npx @countersign/otp-inbox` listens. */
const INBOX_URL = 'http://127.0.0.1:4025';

interface InboxOptions extends Pick<HttpGatewaySmsSenderOptions, 'timeoutMs'> {
  readonly url?: string;
  readonly token?: string;
}

/**
 * HTTP gateways for `adapters` of `otp-config`: `http-gateway` and `inbox`. Loads nothing; axios comes with the first call.
 *
 * @example
 * const { engine, webhooks, close } = await createOtpFromEnv(process.env, { adapters: [httpGatewayAdapter] });
 */
export const httpGatewayAdapter: ProviderAdapter = {
  specificationVersion: 'v1',
  kind: 'provider-adapter',
  packageName: '@countersign/otp-http-gateway',
  products: [
    defineProduct<HttpGatewaySmsSenderOptions>({ name: 'http-gateway', create: createHttpGatewaySmsSender }),
    defineProduct<InboxOptions>({
      name: 'inbox',
      create({ url = INBOX_URL, token, ...others }) {
        const endpoint = `${url.replace(/\/+$/, '')}/gateway`;
        const apiKey = token === undefined ? {} : { apiKey: token };
        return createHttpGatewaySmsSender({ ...others, endpoint, ...apiKey, providerId: 'inbox' });
      },
    }),
  ],
};
