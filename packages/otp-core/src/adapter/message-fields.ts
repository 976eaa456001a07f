/** What a message may say beside number and text, read once and by one rule: routes pass on what senders take. */
import type { SmsMessage } from '../spec/index.ts';
import { defined } from './options.ts';

/** For what sends no text of ours: a template, a call, a platform with words of its own. */
export type MessageFields = Pick<SmsMessage, 'code' | 'locale' | 'purpose' | 'appName'>;

/** What a message carries beside its text, or the one field that no message can have. */
export type ReadMessageFields =
  | { readonly status: 'read'; readonly fields: MessageFields }
  /** `problem`: a sentence for an operator, which quotes nothing. */
  | { readonly status: 'nonsense'; readonly problem: string };

const LONGEST = 256;

/**
 * The fields that are there, or why they can be none.
 *
 * @example
 * readMessageFields({ code: '042817', purpose: undefined }); // { status: 'read', fields: { code: '042817' } }
 * readMessageFields({ code: 42817 }); // { status: 'nonsense', problem: 'The code of a message must be …' }
 */
export function readMessageFields({
  code,
  locale,
  purpose,
  appName,
}: Readonly<Record<string, unknown>>): ReadMessageFields {
  const fields = defined({ code, locale, purpose, appName });
  const wrong = Object.entries(fields).find(([, value]) => !isLine(value));
  if (wrong === undefined) return { status: 'read', fields: fields as MessageFields };
  const problem = `The ${wrong[0]} of a message must be a line of 1 to ${LONGEST} characters, where it is given.`;
  return { status: 'nonsense', problem };
}

/** They may end up in a template or in a header: neither half a character nor what ends a line belongs there. */
function isLine(value: unknown): boolean {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST) return false;
  return !/[\p{Surrogate}\p{Cc}\p{Zl}\p{Zp}]/u.test(value);
}
