/** What a plain HTTP gateway answers when something goes wrong: a status and a sentence. */
import { createTextReply } from '../../http/reply.ts';
import type { InboxRefusalFault } from '../../rules/rule.ts';
import type { FaultAnswer, VendorTraits } from '../twin.ts';

export const GATEWAY_TRAITS: VendorTraits = { provider: 'http-gateway', undeliveredCode: 'UNDELIV', answerFault };

function answerFault(fault: InboxRefusalFault): FaultAnswer {
  switch (fault.type) {
    case 'rate-limited': {
      const reply = createTextReply(429, 'Too many requests.');
      const headers = { ...reply.headers, 'Retry-After': String(fault.retryAfterSeconds ?? 30) };
      return { status: 'refused', reply: { ...reply, headers } };
    }
    case 'server-error':
      return refuse(fault.status ?? 503, 'The gateway is not available.');
    case 'refused':
      return refuse(fault.status ?? 403, fault.code ?? 'The message is refused.');
    case 'invalid-number':
      return refuse(400, 'The number is not valid.');
    case 'not-mobile':
      return refuse(400, 'The number is no mobile.');
    case 'opted-out':
      return refuse(403, 'The number has opted out.');
    case 'blocked-country':
      return refuse(403, 'The country is not enabled.');
  }
}

function refuse(status: number, text: string): FaultAnswer {
  return { status: 'refused', reply: createTextReply(status, text) };
}
