/** What SNS answers when something goes wrong. Most of it SNS tells later, in its logs. https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html */
import type { InboxRefusalFault } from '../../rules/rule.ts';
import type { FaultAnswer, VendorTraits } from '../twin.ts';
import { createSnsRefusalReply } from './sns-refusal.ts';

export const SNS_TRAITS: VendorTraits = {
  provider: 'sns',
  undeliveredCode: 'Phone is currently unreachable/unavailable',
  answerFault,
};

function answerFault(fault: InboxRefusalFault): FaultAnswer {
  switch (fault.type) {
    case 'rate-limited': {
      const reply = createSnsRefusalReply(429, 'Throttled', 'Rate exceeded');
      const headers = { ...reply.headers, 'Retry-After': String(fault.retryAfterSeconds ?? 30) };
      return { status: 'refused', reply: { ...reply, headers } };
    }
    case 'server-error': {
      const { status = 503 } = fault;
      return refuse(status, status === 503 ? 'ServiceUnavailable' : 'InternalError', 'The service is not available.');
    }
    case 'refused':
      return refuse(fault.status ?? 403, fault.code ?? 'AuthorizationError', 'The user is not allowed to do this.');
    case 'invalid-number':
      return refuse(400, 'InvalidParameter', 'Invalid parameter: PhoneNumber Reason: it is not valid to publish to');
    case 'not-mobile':
      return { status: 'undelivered', code: 'Invalid phone number' };
    case 'opted-out':
      return { status: 'undelivered', code: 'Phone number is opted out' };
    case 'blocked-country':
      return { status: 'undelivered', code: 'Destination is on a blocked list' };
  }
}

function refuse(status: number, code: string, message: string): FaultAnswer {
  return { status: 'refused', reply: createSnsRefusalReply(status, code, message) };
}
