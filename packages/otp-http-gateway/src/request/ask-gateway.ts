/** One request to a gateway over axios, and what became of it. */
import {
  type Account,
  askVendor,
  notLoaded,
  type ReadyMessage,
  requestOverAxios,
} from '@countersign/otp-provider-utils';
import type { ResolvedHttpGatewaySmsSenderOptions } from '../resolve-http-gateway-options.ts';
import type { GatewayRequest } from './build-request.ts';

/** Its codes, and what they mean, its own options tell. */
const THE_GATEWAY: Account<string>['vendor'] = {
  name: 'the gateway',
  mayHaveLeft: 'the message may be on its way',
  readError: () => ({ code: null, meaning: undefined }),
};

export function askGateway(
  options: ResolvedHttpGatewaySmsSenderOptions,
  message: ReadyMessage,
  request: GatewayRequest,
) {
  const { providerId, timeoutMs, maxAnswerBytes, secrets, endpoint } = options;
  const account = { providerId, vendor: THE_GATEWAY, credentials: secrets, timeoutMs };
  const headers = { Accept: 'application/json, text/plain, */*', ...request.headers };
  const limits = { maxAnswerBytes, proxy: endpoint.isLoopback ? 'none' : options.proxy } as const;
  return askVendor(account, message, [message.to, message.text], async (asking) =>
    requestOverAxios(await loadAxios(), { ...request, ...limits, headers }, asking),
  );
}

/** Loaded by the first message and kept by the module loader: axios costs a start-up about 90 ms. */
export async function loadAxios() {
  try {
    return await import('axios');
  } catch (error) {
    throw notLoaded(error, 'axios');
  }
}
