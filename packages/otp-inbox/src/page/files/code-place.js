/** Where a code stands in its text. */

/** What people put between the digits of a code. */
const SEPARATOR = '[ \\u00a0\\u202f\\u2010\\u2011-]?';

/**
 * Cuts a text around its code, which may stand there with separators.
 * @param {string} text
 * @param {string | null} code
 * @returns {[before: string, code: string, after: string]} the code is empty where it does not stand in the text
 */
export function cutAtCode(text, code) {
  if (code === null || !/^[0-9A-Za-z]+$/.test(code)) return [text, '', ''];
  const found = new RegExp([...code].join(SEPARATOR)).exec(text);
  if (!found) return [text, '', ''];
  return [text.slice(0, found.index), found[0], text.slice(found.index + found[0].length)];
}

/**
 * What a screen reader should say digit by digit.
 * @param {string} code
 */
export function spell(code) {
  return [...code].join(' ');
}
