/**
 * What nobody sees costs money: one zero-width character, or an accent that stands apart from its letter, turns a text
 * into UCS-2 and so into two segments. Names copied from a page or a design file hold them. They leave a text here, but
 * for those that change how it reads: joiners in scripts that join, and direction marks beside letters that run to the left.
 */

import { isPlainText } from './characters.ts';

/** Shows nothing and moves nothing, in any script: soft hyphen, zero-width space, word joiner, byte order mark. */
const INVISIBLE = /\u034f|[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]/g;

/** Marks and isolates. Overrides are not among them: they are refused, and not left out in silence. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]/g;

/** Letters take another shape before a joiner in these: the Persian name of Digikala needs one. Pictures join as well. */
const JOINING = [
  ...['Arabic', 'Syriac', 'Nko', 'Mongolian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil'],
  ...['Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar'],
];

/** The text in NFC (UAX #15), without what is not seen. What is left reads the same. */
export function tidyText(text: string): string {
  if (isPlainText(text)) return text;
  const directed = text.replace(INVISIBLE, '');
  const plain = directed.replace(DIRECTIONS, '');
  return withoutIdle(runsToTheLeft(plain) ? directed : plain).normalize('NFC');
}

function runsToTheLeft(text: string): boolean {
  return /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Adlam}]/u.test(text);
}

/** Without choices between looks behind what has only one, and without joiners where nothing joins. */
function withoutIdle(text: string): string {
  const joining = JOINING.map((script) => `\\p{sc=${script}}`).join('');
  return text
    .replace(/(?<![\p{Emoji}\p{sc=Han}\p{sc=Myanmar}])[\ufe00-\ufe0f]/gu, '')
    .replace(
      new RegExp(`(?<![${joining}\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f]\\p{M}*)[\\u200c\\u200d]`, 'gu'),
      '',
    );
}
