/** What a text must be to leave the house. The sentences thrown never quote the text: it holds the code. */
import { OtpMessageError } from '../errors/otp-error.ts';
import { UNSAFE_IN_TEXT } from './characters.ts';
import { holdsOriginBoundLine } from './origin-bound-line.ts';

/** In UTF-16 units; what Twilio, SNS and Sinch take at most. */
export const MAXIMUM_TEXT_LENGTH = 1600;

/**
 * Checks what a template wrote, before the autofill line is added.
 * @throws OtpMessageError
 */
export function checkMessageText(text: unknown, code: string): string {
  if (typeof text !== 'string') throw new OtpMessageError('The message template must return a string.');
  checkComposedText(text);
  if (UNSAFE_IN_TEXT.test(text)) {
    throw new OtpMessageError('The text holds a character that no message may hold; the only control is a line feed.');
  }
  if (!holdsCode(text, code)) throw new OtpMessageError('The text does not hold the code, apart from other digits.');
  if (holdsOriginBoundLine(text)) {
    throw new OtpMessageError('The text holds an autofill line of its own; only the option originHost may add one.');
  }
  return text;
}

/**
 * Checks the length that providers count, autofill line included.
 * @throws OtpMessageError
 */
export function checkComposedText(text: string): string {
  if (text.length <= MAXIMUM_TEXT_LENGTH) return text;
  throw new OtpMessageError(`The text is longer than ${MAXIMUM_TEXT_LENGTH} characters.`);
}

/** Whether a reader, or a phone that looks for digits, finds the code: `1234567` does not hold `123456`. */
export function holdsCode(text: string, code: string): boolean {
  return text.split(/[^0-9]+/).includes(code);
}
