/** What a guess is: a code of the right shape, and whom it is about, by the handle or by the number. Nothing is asked yet. */
import {
  type HandleFields,
  MAXIMUM_CODE_LENGTH,
  MINIMUM_CODE_LENGTH,
  openHandle,
  type Recipient,
  readTypedCode,
  subjectOf,
} from '../challenge/index.ts';
import { OtpMisuseError } from '../errors/otp-error.ts';
import { readAddressee } from './addressee.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import type { GuessRefusal } from './refusals.ts';

/** What `verify` was given, as it came. */
export interface VerifyFields {
  readonly challenge: unknown;
  readonly to: unknown;
  readonly code: unknown;
}

/** A guess whose shape is right and whose addressee is known. */
export interface Guess {
  readonly recipient: Recipient;
  readonly subject: string;
  readonly code: string;
  /** What the handle says; `null` where there is none: binding by number. */
  readonly held: HandleFields | null;
}

export function readGuess(context: EngineContext, call: Call, input: VerifyFields): Guess | GuessRefusal {
  if (input.to === undefined) return readGuessByHandle(context, call, input);
  if (input.challenge !== undefined) throw new OtpMisuseError('verify takes a challenge or a number, not both.');
  if (call.settings.policy.binding !== 'number') {
    throw new OtpMisuseError("verify by number needs policy.binding: 'number' for this purpose.");
  }
  return readGuessByNumber(context, call, input);
}

function readGuessByHandle(
  context: EngineContext,
  call: Call,
  { challenge, code }: VerifyFields,
): Guess | GuessRefusal {
  const read = readHeldChallenge(context, call, challenge);
  if (read.status === 'malformed') return { reason: 'malformed', field: 'challenge', subject: null };
  if (read.status === 'not-found') return { reason: 'not-found', subject: null };
  const { held } = read;
  const { recipient, subject, codeLength } = held;
  const digits = readCode(code, codeLength, codeLength);
  if (digits === null) return { reason: 'malformed', field: 'code', subject };
  return { recipient, subject, code: digits, held };
}

function readGuessByNumber(context: EngineContext, call: Call, { to, code }: VerifyFields): Guess | GuessRefusal {
  const addressee = readAddressee(context, call, to);
  if (addressee.status === 'refused') return { reason: 'malformed', field: 'to', subject: null };
  const { recipient } = addressee;
  const subject = subjectOf(context.keys, call.tenant, recipient);
  const digits = readCode(code, MINIMUM_CODE_LENGTH, MAXIMUM_CODE_LENGTH);
  if (digits === null) return { reason: 'malformed', field: 'code', subject };
  return { recipient, subject, code: digits, held: null };
}

/** Two codes in one are told from one by their length. */
function readCode(code: unknown, minimum: number, maximum: number): string | null {
  const digits = readTypedCode(code);
  return digits !== null && digits.length >= minimum && digits.length <= maximum ? digits : null;
}

export type HeldOutcome =
  | { readonly status: 'held'; readonly held: HandleFields }
  | { readonly status: 'malformed' }
  | { readonly status: 'not-found' };

/** Opens a handle. One of another purpose or tenant is not found: left out means the default, never "any". */
export function readHeldChallenge(
  context: EngineContext,
  call: Pick<Call, 'tenant' | 'purpose'>,
  handle: unknown,
): HeldOutcome {
  const opened = openHandle(context.keys, handle);
  switch (opened.status) {
    case 'malformed':
      return { status: 'malformed' };
    case 'foreign':
      return { status: 'not-found' };
    case 'opened': {
      const { fields } = opened;
      if (fields.tenant !== call.tenant || fields.purpose !== call.purpose) return { status: 'not-found' };
      return { status: 'held', held: fields };
    }
  }
}
