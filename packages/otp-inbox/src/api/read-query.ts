/** Reads the parameters of the API. */
import { HttpProblem } from '../http/http-problem.ts';
import { getParameter, type RequestParameters } from '../http/request-parameters.ts';
import type { Mailbox, Position } from '../messages/mailbox.ts';
import { type InboxPhoneNumber, parsePhoneNumber } from '../messages/phone-number.ts';
import { type InboxProviderName, isProviderName, PROVIDER_NAMES } from '../messages/provider-name.ts';
import { MAX_WAIT_MS } from '../messages/waiting-room.ts';

const DURATION = /^(?<amount>\d{1,5})(?<unit>ms|s)$/;
const DEFAULT_LIMIT = 100;
const MAX_SEARCH_LENGTH = 256;
const MAX_LIMIT = 1000;

export function readTo(query: RequestParameters): InboxPhoneNumber | undefined {
  const value = getParameter(query, 'to');
  if (value === undefined) return undefined;
  // In an address `+1555…` reads as ` 1555…`. Whoever types it into a terminal means the plus.
  const to = parsePhoneNumber(value.replace(/^ /, '+'));
  if (to === null) throw new HttpProblem('invalid-parameter', 'to must be a number in E.164 form, such as +15550100.');
  return to;
}

/** @param name `after` or `before` */
export function readPosition(query: RequestParameters, name: string, mailbox: Mailbox): Position | undefined {
  const value = getParameter(query, name);
  if (value === undefined) return undefined;
  const position = mailbox.parsePosition(value);
  if (position !== null) return position;
  throw new HttpProblem(
    'invalid-parameter',
    `${name} must be the id of a message of this inbox, or an ISO 8601 time with its zone.`,
  );
}

export function readProvider(query: RequestParameters): InboxProviderName | undefined {
  const value = getParameter(query, 'provider');
  if (value === undefined || isProviderName(value)) return value;
  throw new HttpProblem('invalid-parameter', `provider must be one of ${PROVIDER_NAMES.join(', ')}.`);
}

export function readSearch(query: RequestParameters): string | undefined {
  const value = getParameter(query, 'search');
  if (value === undefined || value.length <= MAX_SEARCH_LENGTH) return value || undefined;
  throw new HttpProblem('invalid-parameter', `search may have ${MAX_SEARCH_LENGTH} characters.`);
}

export function readLimit(query: RequestParameters): number {
  const value = getParameter(query, 'limit');
  if (value === undefined) return DEFAULT_LIMIT;
  const limit = /^[0-9]{1,4}$/.test(value) ? Number(value) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new HttpProblem('invalid-parameter', `limit must be a whole number from 1 to ${MAX_LIMIT}.`);
}

export function readWaitMs(query: RequestParameters): number {
  const value = getParameter(query, 'wait');
  if (value === undefined) return 0;
  const { amount, unit } = DURATION.exec(value)?.groups ?? {};
  const waitMs = Number(amount) * (unit === 's' ? 1000 : 1);
  if (waitMs <= MAX_WAIT_MS) return waitMs;
  throw new HttpProblem(
    'invalid-parameter',
    `wait must be a time such as 10s or 500ms, at most ${MAX_WAIT_MS / 1000}s.`,
  );
}
