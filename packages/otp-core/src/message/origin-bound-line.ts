/**
 * The autofill line: `@example.com #123456`, last in the text, binds a code to the site that may be offered it.
 * Source: https://wicg.github.io/sms-one-time-codes/
 */
import { OtpMisuseError } from '../errors/otp-error.ts';

/** The line by which browsers offer a code to one site only. */
export interface OriginBoundLine {
  readonly host: string;
  readonly code: string;
}

const ORIGIN_BOUND_LINE = /^@([^\t\n\f\r ]+) #([^\t\n\f\r ]+)/;

// Chromium does not keep to the last line: it takes the first match anywhere behind white space.
const ORIGIN_BOUND_ANYWHERE = /(?:^|\s)@[^\t\n\f\r ]+ #/;

export function formatOriginBoundLine({ host, code }: OriginBoundLine): string {
  return `@${host} #${code}`;
}

/**
 * Reads a text as the specification says: of the last line, host and code; what follows them is ignored.
 * `null` where the last line is none.
 * @throws OtpMisuseError for anything but a string.
 *
 * @example
 * parseOriginBoundLine('Your code is 123456.\n@example.com #123456'); // { host: 'example.com', code: '123456' }
 */
export function parseOriginBoundLine(text: string): OriginBoundLine | null {
  if (typeof text !== 'string') throw new OtpMisuseError('The text must be a string.');
  const lastLine = text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  const [, host, code] = ORIGIN_BOUND_LINE.exec(lastLine) ?? [];
  return host === undefined || code === undefined ? null : { host, code };
}

/** Whether any reader we know of could take some part of the text for an autofill line, on whatever line it stands. */
export function holdsOriginBoundLine(text: string): boolean {
  return text.includes('@') && ORIGIN_BOUND_ANYWHERE.test(text);
}
