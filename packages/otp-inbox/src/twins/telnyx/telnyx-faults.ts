/** What Telnyx answers when something goes wrong, by product. https://developers.telnyx.com/docs/overview/errors */
import type { InboxProviderName } from '../../messages/provider-name.ts';
import type { InboxRefusalFault } from '../../rules/rule.ts';
import type { FaultAnswer, VendorTraits } from '../twin.ts';
import { createTelnyxReply } from './telnyx-refusal.ts';

type Row = readonly [status: number, code: string, title: string];

/** `later`: it takes the message, and a webhook tells. */
interface Rows {
  readonly refused: Row;
  readonly 'invalid-number': Row;
  readonly 'opted-out': Row | { readonly later: string };
  readonly 'blocked-country': Row;
}

const NOT_ROUTABLE = '40001';

const MESSAGES: Rows = {
  refused: [400, '40301', 'Unsupported message type for the to address'],
  'invalid-number': [400, '40310', "Invalid 'to' address"],
  'opted-out': [400, '40300', 'Blocked due to STOP message'],
  'blocked-country': [400, '40309', 'Destination region not whitelisted'],
};

const VERIFY: Rows = {
  refused: [403, '10010', 'Authorization failed'],
  'invalid-number': [400, '10002', 'Invalid phone number'],
  'opted-out': { later: '40300' },
  'blocked-country': [400, '40309', 'Destination region not whitelisted'],
};

export const TELNYX_TRAITS = createTraits('telnyx', MESSAGES);
export const TELNYX_VERIFY_TRAITS = createTraits('telnyx-verify', VERIFY);

function createTraits(provider: InboxProviderName, rows: Rows): VendorTraits {
  return { provider, undeliveredCode: '40008', answerFault: (fault) => answerFault(rows, fault) };
}

function answerFault(rows: Rows, fault: InboxRefusalFault): FaultAnswer {
  switch (fault.type) {
    case 'rate-limited': {
      const seconds = String(fault.retryAfterSeconds ?? 30);
      const reply = createTelnyxReply(429, '10011', 'Too many requests');
      const limits = { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': seconds };
      return {
        status: 'refused',
        reply: { ...reply, headers: { ...reply.headers, 'Retry-After': seconds, ...limits } },
      };
    }
    case 'server-error': {
      const status = fault.status ?? 503;
      return refuse(status === 503 ? [status, '10037', 'Service unavailable'] : [status, '10007', 'Unexpected error']);
    }
    case 'refused': {
      const [status, code, title] = rows.refused;
      return refuse([fault.status ?? status, fault.code ?? code, title]);
    }
    case 'not-mobile':
      return { status: 'undelivered', code: NOT_ROUTABLE };
    default: {
      const row = rows[fault.type];
      return 'later' in row ? { status: 'undelivered', code: row.later } : refuse(row);
    }
  }
}

function refuse([status, code, title]: Row): FaultAnswer {
  return { status: 'refused', reply: createTelnyxReply(status, code, title) };
}
