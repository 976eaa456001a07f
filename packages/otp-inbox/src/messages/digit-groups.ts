/**
 * Finds what could be a code in a text: 4 to 10 digits that are not part of something else.
 * Phone numbers, links, prices, dates, times and longer runs of digits are left out here; `find-code.ts` chooses among the rest.
 */

/** Digits that could be a code, without their separators, and where they stand. */
export interface DigitGroup {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const LINK = /:\/\/|^www\.|@|[a-z]\.[a-z]{2,}\//i;
/** Digits held together by one separator each. Written so that no text makes it backtrack. */
const RUN = /\d+(?:[ \u00a0\u202f.,:/\u2010\u2011-]\d+)*/g;
const INTERNATIONAL_NUMBER = /\+\d+(?:[ .-]?\(?\d+\)?)*/g;
const NATIONAL_NUMBER = /\(\d{2,5}\)[ .-]?\d{3,4}[ .-]?\d{3,4}/g;
const SPACE = /[ \u00a0\u202f]/;
const HYPHEN = /[\u2010\u2011-]/;

/** Letters of scripts that put spaces between words. Chinese or Thai letters may touch a code on both sides. */
const WORD = String.raw`[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_]`;
/** `G-123456` is a code and `item-123456` is none: only a short prefix in capitals is taken for a sender's mark. */
const PREFIX_BEFORE = new RegExp(`(?<!${WORD})[A-Z]{1,4}[\u2010\u2011-]$`, 'u');
const ATTACHED_BEFORE = new RegExp(`(?:${WORD}|[%&=~+*/\\\\.]|${WORD}[\u2010\u2011-])$`, 'u');
const ATTACHED_AFTER = new RegExp(`^(?:${WORD}|[%&=~*/@°]|[\u2010\u2011-]${WORD})`, 'u');
const CURRENCY = String.raw`(?:\p{Sc}|(?<![A-Za-z])(?:USD|EUR|GBP|CHF|INR|Rs\.?|CAD|AUD|JPY|CNY|BRL|MXN|SEK|NOK|DKK|PLN)(?![A-Za-z]))`;
const CURRENCY_BEFORE = new RegExp(`${CURRENCY}\\s?$`, 'u');
const CURRENCY_AFTER = new RegExp(`^(?:[.,]\\d+)?\\s?${CURRENCY}`, 'u');
const COPYRIGHT_BEFORE = /(?:©|\(c\)|copyright)\s*$/i;

/** Every group of digits that could be a code, in the order of the text. */
export function findDigitGroups(text: string): DigitGroup[] {
  const masked = maskNumbersAndLinks(text);
  return [...masked.matchAll(RUN)]
    .flatMap((match) => split(masked, { start: match.index, end: match.index + match[0].length }))
    .filter((span) => standsAlone(masked, span))
    .map(({ start, end }) => ({ digits: masked.slice(start, end).replace(/\D/g, ''), start, end }))
    .filter(({ digits }) => digits.length >= 4 && digits.length <= 10);
}

/** Blanks out what surely is no code, keeping every position. */
function maskNumbersAndLinks(text: string): string {
  return text
    .replace(/\S+/g, (token) => (LINK.test(token) ? blank(token) : token))
    .replace(INTERNATIONAL_NUMBER, (number) => {
      // After a number in one piece the next digits are something else: "sent to +15550100123 482913".
      const piece = /^\+\d{8,}/.exec(number)?.[0] ?? number;
      return blank(piece) + number.slice(piece.length);
    })
    .replace(NATIONAL_NUMBER, blank);
}

function blank(part: string): string {
  return '_'.repeat(part.length - 1).concat(' ');
}

/** Takes a run apart into what may be one code each; an empty list when it is a date, a price, a phone number. */
function split(text: string, span: Span): Span[] {
  const run = text.slice(span.start, span.end);
  const separators = run.replace(/\d/g, '');
  if (separators === '') return [span];
  if (SPACE.test(separators)) {
    if (isGrouped(run, SPACE)) return [span];
    return isPhoneLike(run) ? [] : pieces(run, SPACE, span.start).flatMap((piece) => split(text, piece));
  }
  // No space behind a comma is usual in Chinese. The pieces of a price in thousands are too short for a code.
  if (separators.includes(',')) return pieces(run, /,/, span.start).flatMap((piece) => split(text, piece));
  return isGrouped(run, HYPHEN) && !/^(?:19|20)\d\d\D(?:19|20)\d\d$/.test(run) ? [span] : [];
}

/** `123 456`, `1234-5678`, `12 34 56`: two or three groups of one length. */
function isGrouped(run: string, separator: RegExp): boolean {
  const groups = run.split(separator);
  const [first = ''] = groups;
  if (!groups.every((group) => /^\d+$/.test(group) && group.length === first.length)) return false;
  return groups.length === 2
    ? first.length >= 3 && first.length <= 5
    : groups.length === 3 && first.length <= 3 && first.length >= 2;
}

function isPhoneLike(run: string): boolean {
  return /^\d+(?:\D\d+){2,}$/.test(run) && run.replace(/\D/g, '').length >= 9 && !/\d{6}/.test(run);
}

function pieces(run: string, separator: RegExp, start: number): Span[] {
  let position = start;
  return run.split(separator).map((piece) => {
    const span = { start: position, end: position + piece.length };
    position = span.end + 1;
    return span;
  });
}

function standsAlone(text: string, { start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - 16), start);
  const after = text.slice(end, end + 16);
  if (ATTACHED_BEFORE.test(before) && !PREFIX_BEFORE.test(before)) return false;
  if (ATTACHED_AFTER.test(after)) return false;
  return !CURRENCY_BEFORE.test(before) && !CURRENCY_AFTER.test(after) && !COPYRIGHT_BEFORE.test(before);
}
