/** What Twilio answers when something goes wrong, by product. https://www.twilio.com/docs/api/errors */
import type { InboxProviderName } from '../../messages/provider-name.ts';
import type { InboxRefusalFault } from '../../rules/rule.ts';
import type { FaultAnswer, VendorTraits } from '../twin.ts';
import { createTwilioReply } from './twilio-refusal.ts';

type Row = readonly [status: number, code: number, message: string];
type Rows = Readonly<Record<'refused' | 'invalid-number' | 'not-mobile' | 'opted-out' | 'blocked-country', Row>>;

const MESSAGES: Rows = {
  refused: [400, 21612, "The 'To' number cannot be reached from this sender."],
  'invalid-number': [400, 21211, "The 'To' number is not a valid phone number."],
  'not-mobile': [400, 21614, "The 'To' number is not a mobile number."],
  'opted-out': [400, 21610, "The 'To' number has unsubscribed."],
  'blocked-country': [400, 21408, "Messages to the region of the 'To' number are not enabled."],
};

const VERIFY: Rows = {
  refused: [403, 60410, 'Verification delivery attempt blocked'],
  'invalid-number': [400, 60200, 'Invalid parameter `To`'],
  'not-mobile': [403, 60205, 'SMS is not supported by landline phone number'],
  // Verify has no code of its own for it.
  'opted-out': [400, 21610, "The 'To' number has unsubscribed."],
  'blocked-country': [403, 60605, 'Verification delivery is disabled for the destination country'],
};

export const TWILIO_TRAITS = createTraits('twilio', MESSAGES);
export const TWILIO_VERIFY_TRAITS = createTraits('twilio-verify', VERIFY);

function createTraits(provider: InboxProviderName, rows: Rows): VendorTraits {
  return { provider, undeliveredCode: '30003', answerFault: (fault) => answerFault(rows, fault) };
}

function answerFault(rows: Rows, fault: InboxRefusalFault): FaultAnswer {
  switch (fault.type) {
    case 'rate-limited': {
      const reply = createTwilioReply(429, 20429, 'Too Many Requests');
      const headers = { ...reply.headers, 'Retry-After': String(fault.retryAfterSeconds ?? 30) };
      return { status: 'refused', reply: { ...reply, headers } };
    }
    case 'server-error': {
      const status = fault.status ?? 503;
      return refuse([status, status === 503 ? 20503 : 20500, 'Service unavailable']);
    }
    case 'refused': {
      const [status, code, message] = rows.refused;
      return refuse([fault.status ?? status, Number(fault.code ?? code), message]);
    }
    default:
      return refuse(rows[fault.type]);
  }
}

function refuse([status, code, message]: Row): FaultAnswer {
  return { status: 'refused', reply: createTwilioReply(status, code, message) };
}
