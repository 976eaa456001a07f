/** Values as anybody may see them. */

const PHONE_NUMBER = /^\+?\d{7,15}$/;
/** Hosts, each with a port at most, and a path. */
const PLACE = /^(?:(?:[\w.~-]+|\[[\w:.]+\])(?::\d{1,5})?(?:,(?!\/|$)|(?=\/|$)))*(?:\/[\w.,~/-]*)?$/;

/** `set (44 characters)`: enough to see whether it is the right one, and no more. */
export function showSecret(value: string): string {
  return `set (${value.length} characters)`;
}

/** Scheme, host and path. What could be a part of a password is left out with all that follows. */
export function showAddress(address: string): string {
  const [, scheme = '', rest = ''] = /^([a-z+]{1,32}:(?:\/\/)?)(.*)$/is.exec(address) ?? [];
  // A password may hold a slash or a question mark that nobody encoded, and a query may hold an at-sign.
  const at = rest.lastIndexOf('@');
  const query = rest.indexOf('?');
  const isClear = at === -1 || query === -1 || query > at;
  const [place = ''] = rest.slice(at + 1).split('?');
  return scheme !== '' && isClear && place.length <= 256 && PLACE.test(place) ? scheme + place : `${scheme}…`;
}

/** Scheme and host: the path of a gateway may hold its key. */
export function showOrigin(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url === null || !/^https?:$/.test(url.protocol) ? 'set' : `${url.origin}/…`;
}

/** A number is somebody's, even one that messages come from. */
export function showPublic(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (PHONE_NUMBER.test(text)) return `a number ending in ${text.slice(-2)}`;
  return /^https?:/i.test(text) ? showAddress(text) : text.slice(0, 128).replaceAll(/\p{Cc}/gu, ' ');
}
