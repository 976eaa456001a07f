/** What a text must be to leave the house. The sentences never quote the text: it holds the code. */
import { OtpMessageError } from '../errors/otp-error.ts';
import { isSafeText } from './characters.ts';
import { holdsOriginBoundLine } from './origin-bound-line.ts';
import { tidyText } from './tidy-text.ts';

/** In UTF-16 units; what Twilio, SNS and Sinch take at most. */
const MAXIMUM_TEXT_LENGTH = 1600;

/** All that is wrong with a text, or with a template string, whatever the code. Of a huge one, its length. */
export function problemsOfText(text: string): string[] {
  if (text.length > MAXIMUM_TEXT_LENGTH) return [`must be at most ${MAXIMUM_TEXT_LENGTH} characters`];
  const found: string[] = [];
  if (!isSafeText(text)) {
    found.push('must hold no control character but a line feed, no line separator and no bidi override');
  }
  if (holdsOriginBoundLine(text)) {
    found.push('must hold no autofill line (@host #code) of its own; set originHost instead');
  }
  return found;
}

/**
 * Tidies and checks what a template wrote, before anything is added to it.
 * @throws OtpMessageError
 */
export function checkMessageText(written: unknown, code: string): string {
  if (typeof written !== 'string') throw new OtpMessageError('The message template must return a string.');
  // Length first: a huge text is not searched.
  const text = tidyText(checkComposedText(written));
  refuse(problemsOfText(text));
  refuse(holdsCode(text, code) ? [] : ['must hold the code, apart from other digits']);
  return text;
}

/**
 * Checks the length that providers count, the last line included.
 * @throws OtpMessageError
 */
export function checkComposedText(text: string): string {
  refuse(text.length > MAXIMUM_TEXT_LENGTH ? problemsOfText(text) : []);
  return text;
}

/** Whether a reader, or a phone that looks for digits, finds the code: `1234567` does not hold `123456`. */
export function holdsCode(text: string, code: string): boolean {
  for (let at = text.indexOf(code); at >= 0; at = text.indexOf(code, at + 1)) {
    if (!isDigit(text[at - 1]) && !isDigit(text[at + code.length])) return true;
  }
  return false;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function refuse([problem]: readonly string[]): void {
  if (problem !== undefined) throw new OtpMessageError(`The text ${problem}.`);
}
