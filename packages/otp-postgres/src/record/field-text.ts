/**
 * Strings as they stand in records. Any string is taken for what it is: one with characters that PostgreSQL cannot keep
 * or that divide our fields is escaped, and no two strings are ever kept alike.
 */
import { unavailable } from '../calls/store-fault.ts';

/** Far more than any name of ours, far less than a record could bear. */
const LONGEST_FIELD = 512;
/** NUL and our separators among the control characters; halves of surrogate pairs; and what escapes are made of. */
const NEEDS_ESCAPE = /[\p{Cc}\\"\p{Cs}]/u;
/** An empty field means something else. */
const EMPTY = '\\';

/** @throws OtpStoreError for what is no string, or too long a one */
export function toField(name: string, value: unknown): string {
  if (typeof value !== 'string' || value.length > LONGEST_FIELD) {
    throw unavailable(`PostgreSQL was not asked: ${name} must be a string of at most ${LONGEST_FIELD} characters.`);
  }
  if (value === '') return EMPTY;
  return NEEDS_ESCAPE.test(value) ? JSON.stringify(value).slice(1, -1) : value;
}

export function fromField(field: string): string {
  if (field === EMPTY) return '';
  return field.includes('\\') ? (JSON.parse(`"${field}"`) as string) : field;
}

/** Ids of challenges begin with a character that no field contains: in a record, that is where a challenge begins. */
const BEGIN = '\u001E';

export function toId(challengeId: unknown): string {
  return BEGIN + toField('challengeId', challengeId);
}

export function fromId(id: string): string {
  return fromField(id.slice(BEGIN.length));
}

/** @throws OtpStoreError for what is no whole number that is exact */
export function toNumberText(name: string, value: unknown): string {
  const whole = Math.floor(value as number);
  if (typeof value !== 'number' || !Number.isSafeInteger(whole)) {
    throw unavailable(`PostgreSQL was not asked: ${name} must be a number that is exact.`);
  }
  return `${whole}`;
}

/** `null`: the server's clock. */
export function toTimeText(nowMs: unknown): string | null {
  return nowMs === null ? null : toNumberText('nowMs', nowMs);
}
