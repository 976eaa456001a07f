/** One request over axios, for vendors without an SDK. Axios itself comes in: nobody loads it who does not send. */
import http from 'node:http';
import https from 'node:https';
import type { Asking } from './exchange.ts';
import { createWatchedTransport, MAX_ANSWER_BYTES, type WireRequest } from './watched-request.ts';

/** As much of axios as is used. */
export interface AxiosLibrary {
  readonly Axios: new (config: object) => { request(config: object): Promise<{ readonly data: unknown }> };
}

/** What is asked, byte for byte as well: the address is not written anew by a URL parser. */
export interface AxiosRequest extends Omit<WireRequest, 'url' | 'body'> {
  readonly url: string;
  readonly body: string | null;
  /** @defaultValue 65536 */
  readonly maxAnswerBytes?: number;
  /** Whether a proxy that the environment names sees the request. @defaultValue 'none' */
  readonly proxy?: 'none' | 'environment';
}

/**
 * Asks once and gives the body as text, whatever the status: no retry, no redirect.
 *
 * @example
 * const answer = await askVendor(account, message, [message.to, message.text], async (asking) => {
 *   const wire = { method: 'POST', url: 'https://api.acme.example', headers: {}, body: '{}' };
 *   return parseJson(await requestOverAxios(await loadAxios(), wire, asking));
 * });
 */
export async function requestOverAxios(
  { Axios }: AxiosLibrary,
  { method, url, headers, body, maxAnswerBytes = MAX_ANSWER_BYTES, proxy = 'none' }: AxiosRequest,
  { signal, watch }: Asking,
): Promise<string> {
  // A bare client: interceptors and defaults that an app hung on the shared one could log, change or repeat the request.
  const { data } = await new Axios({}).request({
    adapter: 'http',
    transport: createWatchedTransport(watch),
    // A connection of its own: one kept alive may be closed just as it is used again, and nobody could tell what arrived.
    httpAgent: new http.Agent(),
    httpsAgent: new https.Agent(),
    ...(proxy === 'none' ? { proxy: false } : {}),
    method,
    url,
    headers,
    data: body ?? undefined,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
    maxRedirects: 0,
    maxContentLength: maxAnswerBytes,
    signal,
  });
  return typeof data === 'string' ? data : '';
}
