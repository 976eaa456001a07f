/** Where Sinch's APIs are, and the key and the secret of an app, which requests and callbacks are signed with. */
import { text, UUID } from '@countersign/otp-core/settings';
import type { VendorOptions } from '@countersign/otp-provider-utils';

export const APPLICATION_SECRET = text(
  /^(?=.{16,512}$)(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  'the secret as it is shown, in Base64',
);
export const CALLBACK_SECRET = text(/^[\x20-\x7e]{8,512}$/, '8 to 512 characters on one line');
export const SERVICE_PLAN_ID = text(/^[A-Za-z0-9_-]{4,64}$/, 'the id of a service plan');
export const ORIGINATOR = text(
  /^(?:\+?[0-9]{3,15}|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ._&-]{0,10})$/,
  'a number, or a name of at most 11 characters',
);
/** United States, Europe, Brazil, Canada, Australia. */
export const REGIONS = ['us', 'eu', 'br', 'ca', 'au'] as const;

export function readApplication(given: VendorOptions): { readonly key: string; readonly secret: string } {
  return { key: given.text('applicationKey', UUID), secret: given.text('applicationSecret', APPLICATION_SECRET) };
}

/** Where one of Sinch's APIs is: an address without a slash at its end. */
export function readApiUrl(given: VendorOptions, defaultValue: string): string {
  const url = given.baseUrl('baseUrl', 'https://sinch.example');
  return url === null ? defaultValue : `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
