/** What Sinch answers when something goes wrong, by API. https://developers.sinch.com/docs/verification/api-reference/errors */
import type { Reply } from '../../http/reply.ts';
import type { InboxRefusalFault } from '../../rules/rule.ts';
import type { FaultAnswer, VendorTraits } from '../twin.ts';
import { createSmsReply, createVerificationReply } from './sinch-refusal.ts';

export const SINCH_TRAITS: VendorTraits = {
  provider: 'sinch',
  undeliveredCode: 'SMS delivery failure',
  answerFault: answerVerificationFault,
};

export const SINCH_SMS_TRAITS: VendorTraits = {
  provider: 'sinch-sms',
  undeliveredCode: '417',
  answerFault: answerSmsFault,
};

function answerVerificationFault(fault: InboxRefusalFault): FaultAnswer {
  switch (fault.type) {
    case 'rate-limited':
      return refuse(
        withRetryAfter(createVerificationReply(42900, 'Request capacity exceeded.'), fault.retryAfterSeconds),
      );
    case 'server-error': {
      const { status = 503 } = fault;
      return refuse(createVerificationReply(status * 100, 'Service is temporarily unavailable.'));
    }
    case 'refused': {
      const errorCode = Number(fault.code ?? 42201);
      return refuse(createVerificationReply(errorCode, 'No route to destination.', fault.status));
    }
    case 'invalid-number':
      return refuse(createVerificationReply(40001, 'The number is invalid.'));
    case 'not-mobile':
      return refuse(createVerificationReply(42201, 'No route to destination.'));
    case 'opted-out':
      return refuse(createVerificationReply(40300, 'Identity is blacklisted.'));
    case 'blocked-country':
      // Taken at first: the result says so.
      return { status: 'undelivered', code: 'Destination denied' };
  }
}

function answerSmsFault(fault: InboxRefusalFault): FaultAnswer {
  switch (fault.type) {
    case 'rate-limited':
      return refuse(
        withRetryAfter(createSmsReply(429, 'too_many_requests', 'Rate limit reached.'), fault.retryAfterSeconds),
      );
    case 'server-error':
      return refuse(createSmsReply(fault.status ?? 503, 'internal_error', 'The service is not available.'));
    case 'refused':
      return refuse(createSmsReply(fault.status ?? 403, fault.code ?? 'forbidden', 'The batch is not accepted.'));
    case 'invalid-number':
      return refuse(createSmsReply(400, 'syntax_invalid_parameter_format', "The format of 'to' is invalid."));
    case 'not-mobile':
      return { status: 'undelivered', code: '402' };
    case 'opted-out':
    case 'blocked-country':
      // Rejected by the operator or by the recipient: reports tell it, answers do not.
      return { status: 'undelivered', code: '412' };
  }
}

function refuse(reply: Reply): FaultAnswer {
  return { status: 'refused', reply };
}

function withRetryAfter(reply: Reply, seconds = 30): Reply {
  return { ...reply, headers: { ...reply.headers, 'Retry-After': String(seconds) } };
}
