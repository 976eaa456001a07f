import type { ResolvedHttpGatewaySmsSenderOptions } from '../resolve-http-gateway-options.ts';
import { fillEndpoint } from './endpoint.ts';
import { type GatewayParameter, type ParameterCharset, writeText } from './text-mode.ts';

/** The one request that a message becomes. It is full of secrets: it must not outlive the exchange. */
export interface GatewayRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Pure: the same options and message give the same request; `null` where the gateway cannot be told the text as it is. */
export function buildGatewayRequest(
  options: ResolvedHttpGatewaySmsSenderOptions,
  message: { readonly to: string; readonly text: string },
): GatewayRequest | null {
  const text = writeText(options.textModes, message.text);
  if (text === null) return null;
  const { method, headers } = options;
  const charset = options.textEncoding === 'latin-1' ? 'latin-1' : 'utf-8';
  const values = { ...options, to: formatPhone(message.to, options.phoneFormat), text: text.value };
  const endpoint = fillEndpoint(options.endpoint, (field) => percentEncode(values[field] ?? '', charset));
  if (endpoint === null) return null;
  const names = { ...options.parameterNames, text: text.mode.textName };
  const parameters = [
    ...options.sent.map((field): GatewayParameter => [names[field], values[field] ?? '']),
    ...text.mode.parameters,
  ];
  if (method === 'GET') {
    const url = withQuery(endpoint.base, [endpoint.query, writeQuery(parameters, charset)]);
    return { method, url, headers, body: null };
  }
  return {
    method,
    url: withQuery(endpoint.base, [endpoint.query]),
    headers: { ...headers, 'Content-Type': CONTENT_TYPES[options.bodyFormat] },
    // `Object.fromEntries` makes even `__proto__` a plain name.
    body:
      options.bodyFormat === 'json' ? JSON.stringify(Object.fromEntries(parameters)) : writeForm(parameters, charset),
  };
}

const CONTENT_TYPES = { form: 'application/x-www-form-urlencoded', json: 'application/json' } as const;

function formatPhone(to: string, format: ResolvedHttpGatewaySmsSenderOptions['phoneFormat']): string {
  switch (format) {
    case 'e164':
      return to;
    case 'digits':
      return to.slice(1);
    case '00-prefix':
      return `00${to.slice(1)}`;
  }
}

function withQuery(base: string, queries: readonly string[]): string {
  const query = queries.filter((part) => part !== '').join('&');
  return query === '' ? base : `${base}?${query}`;
}

/** Percent-encoding in the gateway's character set. `URLSearchParams` and axios know UTF-8 only. */

/** `application/x-www-form-urlencoded`. */
function writeForm(parameters: readonly GatewayParameter[], charset: ParameterCharset): string {
  return parameters
    .map(([name, value]) => `${percentEncode(name, charset)}=${percentEncode(value, charset)}`)
    .join('&')
    .replaceAll('%20', '+');
}

/** `%20` and not `+`: in a query some gateways decode one of the two only, and all of them `%20`. */
function writeQuery(parameters: readonly GatewayParameter[], charset: ParameterCharset): string {
  return writeForm(parameters, charset).replaceAll('+', '%20');
}

/** Every byte but letters, digits and `* - . _`, which forms leave as they are. */
function percentEncode(value: string, charset: ParameterCharset): string {
  const bytes = Buffer.from(value, charset === 'utf-8' ? 'utf8' : 'latin1').toString('latin1');
  return bytes.replaceAll(/[^A-Za-z0-9*\-._]/g, (byte) => {
    return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
