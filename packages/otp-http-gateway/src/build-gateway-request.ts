import type { GatewayParameter } from './gateway-parameters.ts';
import type { ResolvedHttpGatewaySmsSenderOptions } from './resolve-http-gateway-options.ts';

/** The one request that a message becomes. It is full of secrets: it must not outlive the exchange. */
export interface GatewayRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Pure: the same options and message give the same request. */
export function buildGatewayRequest(
  options: ResolvedHttpGatewaySmsSenderOptions,
  message: { readonly to: string; readonly text: string },
): GatewayRequest {
  const parameters: readonly GatewayParameter[] = [
    ...options.credentials,
    [options.toName, formatPhone(message.to, options.phoneFormat)],
    [options.textName, message.text],
    ...options.parameters,
  ];
  const { method, headers, endpoint } = options;
  if (method === 'GET') {
    return { method, url: withQuery(endpoint.base, [endpoint.query, toQuery(parameters)]), headers, body: null };
  }
  return {
    method,
    url: withQuery(endpoint.base, [endpoint.query]),
    headers: { ...headers, 'Content-Type': CONTENT_TYPES[options.bodyFormat] },
    body: options.bodyFormat === 'json' ? toJson(parameters) : toForm(parameters),
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

function toForm(parameters: readonly GatewayParameter[]): string {
  return new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString();
}

/** `%20` and not `+`: in a query some gateways decode one of the two only, and all of them `%20`. */
function toQuery(parameters: readonly GatewayParameter[]): string {
  return toForm(parameters).replaceAll('+', '%20');
}

/** `Object.fromEntries` makes even `__proto__` a plain name. */
function toJson(parameters: readonly GatewayParameter[]): string {
  return JSON.stringify(Object.fromEntries(parameters));
}
