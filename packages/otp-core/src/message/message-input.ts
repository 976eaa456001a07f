/** The variables of a message are data: a client's words may be among them, and none may write a line of its own. */
import { isOptions } from '../adapter/options.ts';
import { OtpMessageError } from '../errors/otp-error.ts';
import { UNSAFE_IN_VARIABLE } from './characters.ts';
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
  return {
    code: checkCode(code),
    minutes: checkMinutes(minutes),
    purpose: checkVariable('purpose', purpose),
    tenant: checkVariable('tenant', tenant),
    locale: locale === null ? null : checkVariable('locale', locale),
  };
}

function checkCode(value: unknown): string {
  if (typeof value === 'string' && CODE.test(value)) return value;
  throw new OtpMessageError('The code of a message must be a string of 4 to 10 digits.');
}

function checkMinutes(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
  throw new OtpMessageError('The minutes of a message must be a whole number of at least 1.');
}

function checkVariable(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new OtpMessageError(`The ${name} of a message must be a string.`);
  if (value.length > MAXIMUM_VARIABLE_LENGTH) {
    throw new OtpMessageError(`The ${name} of a message is longer than ${MAXIMUM_VARIABLE_LENGTH} characters.`);
  }
  if (UNSAFE_IN_VARIABLE.test(value)) {
    throw new OtpMessageError(`The ${name} of a message holds a control, line break or text direction character.`);
  }
  return value;
}
