/**
 * Whether phones can offer the code to the right site: the last line of the text binds it to a domain.
 * https://wicg.github.io/sms-one-time-codes/
 */
import { cutAtCode } from './code-place.js';

const WHOLE = /^@(?<host>[^\s#@]+) #(?<code>[^\s#]+)(?: [@%](?<frame>[^\s#@]+))?$/;
const HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u;

/**
 * @typedef {{ state: 'none', words: string } | { state: 'good', words: string } | { state: 'bad', words: string }} AutofillCheck
 */

/**
 * @param {string} text
 * @param {string | null} code
 * @returns {AutofillCheck}
 */
export function checkAutofillLine(text, code) {
  const lines = text.split('\n');
  const at = lines.findLastIndex((line) => /^\s*@\S+\s+#?\S*|^\s*@\S+#/.test(line));
  const line = lines[at];
  if (line === undefined) {
    return {
      state: 'none',
      words: `No autofill line. Browsers look for a last line like @example.com #${code ?? '123456'}.`,
    };
  }
  if (at !== lines.length - 1) return bad('The autofill line must be the last line of the text.');
  const { host = '', code: bound = '' } = WHOLE.exec(line)?.groups ?? {};
  if (host === '') return bad('The autofill line must read exactly like @example.com #123456, with one blank.');
  if (/[/:]/.test(host)) return bad('The autofill line takes a domain only: no https://, no port, no path.');
  if (!HOST.test(host)) return bad(`"${host}" in the autofill line is no domain.`);
  const [, found] = cutAtCode(lines.slice(0, -1).join('\n'), bound);
  if (lines.length > 1 && found === '') return bad(`The autofill line has #${bound}, which the text above does not.`);
  return { state: 'good', words: `Autofill works on ${host} and its subdomains.` };
}

/**
 * @param {string} words
 * @returns {AutofillCheck}
 */
function bad(words) {
  return { state: 'bad', words };
}
