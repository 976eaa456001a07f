/** Checks what a test asks for; a misspelt field would otherwise find another test's message. */
import { InboxError } from './errors/inbox-error.ts';
import type { MessageQuery, WaitQuery } from './inbox.ts';
import type { Mailbox, MessageFilter } from './messages/mailbox.ts';
import { type InboxPhoneNumber, parsePhoneNumber } from './messages/phone-number.ts';
import { isProviderName, PROVIDER_NAMES } from './messages/provider-name.ts';
import { MAX_WAIT_MS } from './messages/waiting-room.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;
const DEFAULT_WAIT_MS = 4_000;

export function readMessageQuery(query: MessageQuery, mailbox: Mailbox): { filter: MessageFilter; limit: number } {
  refuseUnknownFields(query, ['to', 'provider', 'after', 'limit']);
  const { limit = DEFAULT_LIMIT } = query;
  refuseUnlessWhole('limit', limit, 1, MAX_LIMIT);
  const { provider } = query;
  if (provider !== undefined && !isProviderName(provider))
    throw misuse(`provider must be one of ${PROVIDER_NAMES.join(', ')}.`);
  return { filter: { ...readFilter(query, mailbox), provider }, limit };
}

export function readWaitQuery(query: WaitQuery, mailbox: Mailbox): { filter: MessageFilter; waitMs: number } {
  refuseUnknownFields(query, ['to', 'after', 'waitMs']);
  const { waitMs = DEFAULT_WAIT_MS } = query;
  refuseUnlessWhole('waitMs', waitMs, 0, MAX_WAIT_MS);
  if (query.to === undefined) throw misuse('to is missing: whose message?');
  return { filter: readFilter(query, mailbox), waitMs };
}

/** Without a number everything would be gone, which `clear` is there for. */
export function readDeletion(query: { readonly to: string }): { to: InboxPhoneNumber } {
  refuseUnknownFields(query, ['to']);
  const to = parsePhoneNumber(query.to);
  if (to === null) throw misuse('to must be a number in E.164 form, such as +15550100.');
  return { to };
}

function readFilter(query: Pick<MessageQuery, 'to' | 'after'>, mailbox: Mailbox): MessageFilter {
  const to = query.to === undefined ? undefined : parsePhoneNumber(query.to);
  if (to === null) throw misuse('to must be a number in E.164 form, such as +15550100.');
  const after = query.after === undefined ? undefined : mailbox.parsePosition(query.after);
  if (after === null) {
    throw misuse('after must be the id of a message of this inbox, a Date, or an ISO 8601 time with its zone.');
  }
  return { to, after };
}

function refuseUnknownFields(query: unknown, known: readonly string[]): void {
  if (typeof query !== 'object' || query === null) throw misuse('the query must be an object.');
  if (Object.keys(query).every((name) => known.includes(name))) return;
  throw misuse(`the query has a field that is not known; known are ${known.join(', ')}.`);
}

function refuseUnlessWhole(name: string, value: unknown, minimum: number, maximum: number): void {
  if (Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum) return;
  throw misuse(`${name} must be a whole number from ${minimum} to ${maximum}.`);
}

function misuse(what: string): InboxError {
  return new InboxError('INBOX_MISUSE', `Inbox: ${what}`);
}
