import { isOptions } from '../adapter/options.ts';
import type { PhoneNumberParseOutcome } from '../spec/index.ts';
import type { EngineContext } from './engine-context.ts';

const E164 = /^\+[1-9][0-9]{6,14}$/;
const MAXIMUM_LENGTH = 256;

/** Asks the parser; a parser that throws, or gives what is no number, has found none. */
export function readNumber(context: EngineContext, input: unknown): PhoneNumberParseOutcome {
  if (typeof input !== 'string' || input.length > MAXIMUM_LENGTH) return { status: 'invalid' };
  try {
    const outcome: unknown = context.phone.parse(input);
    if (!isOptions(outcome)) return { status: 'invalid' };
    if (outcome.status === 'not-allowed') return { status: 'not-allowed' };
    const { phoneNumber, country } = outcome;
    if (outcome.status !== 'valid' || typeof phoneNumber !== 'string' || !E164.test(phoneNumber)) {
      return { status: 'invalid' };
    }
    return {
      status: 'valid',
      phoneNumber: phoneNumber as `+${string}`,
      country: typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? country : null,
    };
  } catch {
    return { status: 'invalid' };
  }
}
