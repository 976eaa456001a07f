/** Asks Sinch once, over axios: its APIs have no SDK that would leave a request as it was signed. */
import { askOnce, type Exchange, notLoaded, requestOverAxios } from '@countersign/otp-provider-utils';

/** What is asked. The body goes out byte for byte, and so do the headers: a signature may cover them. */
export interface SinchRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request, and what became of it. */
export function askSinch(
  request: SinchRequest,
  timeoutMs: number,
  signal: AbortSignal | null,
): Promise<Exchange<string>> {
  const headers = { Accept: 'application/json', ...request.headers };
  return askOnce({
    timeoutMs,
    signal,
    ask: async (asking) => requestOverAxios(await loadAxios(), { ...request, headers }, asking),
  });
}

/** Loaded by the first call and kept by the module loader: axios costs a start-up about 90 ms. */
export async function loadAxios() {
  try {
    return await import('axios');
  } catch (error) {
    throw notLoaded(error, 'axios');
  }
}

/** An id of Sinch's, which goes into a path and into a handle. */
export function isSinchId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(value);
}
