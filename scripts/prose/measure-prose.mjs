/** How hard a text is to read: the length of its sentences, and words that only we would understand. */

/** @typedef {{ readonly sentences: readonly string[]; readonly medianWords: number; readonly strangeWords: readonly string[] }} Measure */

export const LONGEST_SENTENCE = 35;
export const HIGHEST_MEDIAN = 18;

/** Words of our own that a reader has to decode. */
const STRANGE_WORDS = [
  /\bdoors?\b/i,
  /\bhouses?\b/i,
  /\bfloors?\b/i,
  /\bstrands\b/i,
  /\bwaves?d? through\b/i,
  /\bnames the records?\b/i,
  /\bwhat a number has used up\b/i,
  /\bgood for nothing\b/i,
  /\bis no setting\b/i,
  /\btells no account\b/i,
];

/**
 * @param {string} markdown
 * @returns {Measure}
 */
export function measureProse(markdown) {
  const blocks = proseBlocksOf(markdown);
  const sentences = blocks.flatMap(sentencesOf);
  const lengths = sentences.map(wordsIn).sort((left, right) => left - right);
  const strangeWords = STRANGE_WORDS.flatMap((word) => blocks.flatMap((block) => word.exec(block)?.[0] ?? []));
  return { sentences, medianWords: lengths[Math.floor(lengths.length / 2)] ?? 0, strangeWords };
}

/**
 * @param {Measure} measure
 * @returns {string[]} what is wrong, in sentences of its own
 */
export function judgeProse({ sentences, medianWords, strangeWords }) {
  const long = sentences.filter((sentence) => wordsIn(sentence) > LONGEST_SENTENCE);
  return [
    ...(medianWords > HIGHEST_MEDIAN
      ? [`the median sentence has ${medianWords} words, more than ${HIGHEST_MEDIAN}`]
      : []),
    ...long.map((sentence) => `${wordsIn(sentence)} words: ${sentence}`),
    ...strangeWords.map((word) => `"${word}" is a word of ours: use the field's`),
  ];
}

/**
 * Paragraphs, items of lists, quotes and headings, each on a line. Code, tables, comments and front matter are left out. A code
 * span counts as one word.
 *
 * @param {string} markdown
 */
function proseBlocksOf(markdown) {
  const prose = markdown
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replaceAll(/^([ \t]*)(`{3,}|~{3,})[\s\S]*?^[ \t]*\2[ \t]*$/gm, '\n')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/^\s*\|.*$/gm, '\n')
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/`+[^`]*`+/g, 'CODE')
    .replaceAll(/<[^>\n]+>/g, ' ')
    .replaceAll(/[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}/g, '');
  return prose
    .split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.)\s)|\n(?=#{1,6} )|(?<=^#{1,6} .*)\n/m)
    .map((block) =>
      block
        .replace(/^\s*(?:[-*+]|\d+\.|#{1,6}|>)\s+/, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .filter((block) => /[a-z]/i.test(block));
}

/** @param {string} block */
function sentencesOf(block) {
  return block
    .split(/(?<=[.!?]["”’)]?)\s+(?=["“(]?[A-Z0-9])|(?<=:)\s*$/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[a-z]/i.test(sentence));
}

/** @param {string} sentence */
function wordsIn(sentence) {
  return sentence.split(/\s+/).filter((word) => /[\p{Letter}\p{Number}]/u.test(word)).length;
}
