/** The variables of a message are data: a client's words may be among them, and none may write a line of its own. */
import { isOptions } from '../adapter/options.ts';
import { OtpMessageError } from '../errors/otp-error.ts';
import { isSafeVariable } from './characters.ts';
import type { MessageInput } from './message.ts';

const CODE = /^[0-9]{4,10}$/;
const MAXIMUM_VARIABLE_LENGTH = 256;

/**
 * Gives the variables back as a new object, so that nothing else travels into a template.
 * @throws OtpMessageError naming the variable, never its value.
 */
export function checkMessageInput(input: unknown): MessageInput {
  if (!isOptions(input)) throw new OtpMessageError('The input of a message must be an object.');
  const { code, minutes, purpose, tenant, locale } = input;
  if (typeof code !== 'string' || !CODE.test(code)) throw refusalOf('code', 'a string of 4 to 10 digits');
  if (!isWholeNumber(minutes) || minutes < 1) throw refusalOf('minutes', 'a whole number of at least 1');
  return {
    code,
    minutes,
    purpose: checkVariable('purpose', purpose),
    tenant: checkVariable('tenant', tenant),
    locale: locale === null ? null : checkVariable('locale', locale),
  };
}

function isWholeNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function checkVariable(name: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= MAXIMUM_VARIABLE_LENGTH) {
    if (isSafeVariable(value)) return value;
  }
  throw refusalOf(
    name,
    `a string of at most ${MAXIMUM_VARIABLE_LENGTH} characters, no control, line break or text direction character`,
  );
}

function refusalOf(name: string, form: string): OtpMessageError {
  return new OtpMessageError(`The ${name} of a message must be ${form}.`);
}
