/** Percent-encoding in the gateway's character set. `URLSearchParams` and axios know UTF-8 only. */
import type { GatewayParameter } from './gateway-parameters.ts';

/** What percent signs stand for. */
export type ParameterCharset = 'utf-8' | 'latin-1';

/** `application/x-www-form-urlencoded`. */
export function writeForm(parameters: readonly GatewayParameter[], charset: ParameterCharset): string {
  return parameters
    .map(([name, value]) => `${percentEncode(name, charset)}=${percentEncode(value, charset)}`)
    .join('&')
    .replaceAll('%20', '+');
}

/** `%20` and not `+`: in a query some gateways decode one of the two only, and all of them `%20`. */
export function writeQuery(parameters: readonly GatewayParameter[], charset: ParameterCharset): string {
  return writeForm(parameters, charset).replaceAll('+', '%20');
}

/** Every byte but letters, digits and `* - . _`, which forms leave as they are. */
export function percentEncode(value: string, charset: ParameterCharset): string {
  const bytes = Buffer.from(value, charset === 'utf-8' ? 'utf8' : 'latin1').toString('latin1');
  return bytes.replaceAll(/[^A-Za-z0-9*\-._]/g, (byte) => {
    return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
