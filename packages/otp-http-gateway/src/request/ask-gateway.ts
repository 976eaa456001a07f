/** One request to a gateway over axios, and what became of it. */
import { askOnce, type Exchange, notLoaded, requestOverAxios } from '@countersign/otp-provider-utils';
import type { GatewayRequest } from './build-request.ts';

/** How long, how much, and by which way. */
export interface AskingLimits {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly proxy: 'none' | 'environment';
}

export function askGateway(
  request: GatewayRequest,
  { timeoutMs, ...limits }: AskingLimits,
  signal: AbortSignal | null,
): Promise<Exchange<string>> {
  const headers = { Accept: 'application/json, text/plain, */*', ...request.headers };
  return askOnce({
    timeoutMs,
    signal,
    ask: async (asking) => requestOverAxios(await loadAxios(), { ...request, ...limits, headers }, asking),
  });
}

/** Loaded by the first message and kept by the module loader: axios costs a start-up about 90 ms. */
export async function loadAxios() {
  try {
    return await import('axios');
  } catch (error) {
    throw notLoaded(error, 'axios');
  }
}
