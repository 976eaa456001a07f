/** What a text costs, in words: how many messages it is charged as, and which character made it so. */

/** @typedef {import('../page-json.ts').Message} Message */

/** @param {number} segments */
export function describeSegments(segments) {
  return segments === 1 ? '1 segment' : `${segments} segments`;
}

/**
 * @param {Pick<Message, 'encoding' | 'segments' | 'forcedBy'>} message
 * @returns {{ summary: string, reason: string | null }}
 */
export function describeCost({ encoding, segments, forcedBy }) {
  const summary = `${describeSegments(segments)} · ${encoding}`;
  if (forcedBy === null) return { summary, reason: null };
  return { summary, reason: `${nameCharacter(forcedBy)} is not in GSM-7, so a segment holds 70 characters, not 160.` };
}

/**
 * A character that can be seen, and its code point, by which an editor finds it.
 * @param {string} character
 */
export function nameCharacter(character) {
  const point = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `“${character}” (${point})` : `${point}, which cannot be seen,`;
}
