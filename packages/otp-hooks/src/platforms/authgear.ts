/**
 * Authgear, custom SMS gateway by webhook. Read in authgear/authgear-server (docs/specs/sms_gateway.md, hook.md,
 * pkg/lib/infra/sms/custom, pkg/lib/authn/otp): the body is signed, without a time; it does not retry; every code is new,
 * but for fixed test codes. The time it waits is a setting of its own, 60 seconds unless it says so. The body's `code` is
 * the result, whatever the status.
 */
import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import type { HookOutcome } from '../answer/hook-outcome.ts';
import { type HookReply, jsonReply } from '../answer/hook-reply.ts';
import type { Refusal } from '../answer/refusal.ts';
import { textAt } from '../reading/json-value.ts';
import type { Platform, PlatformReading } from './platform.ts';
import { readCode } from './read-code.ts';

export const AUTHGEAR: Platform = {
  name: 'authgear',
  schemes: ['authgear-signature'],
  deadlineMs: 8_000,
  text: 'sent-along',

  read(body): PlatformReading {
    const template = textAt(body, 'template_name') ?? 'default';
    return readCode({
      phoneNumber: textAt(body, 'to'),
      plus: 'always',
      code: textAt(body, 'template_variables', 'code'),
      subject: [textAt(body, 'app_id') ?? '', template],
      purpose: template.replace(/(?:_oob)?_sms\.txt$/, ''),
      locale: textAt(body, 'language_tag'),
      clientAddress: null,
      text: textAt(body, 'body'),
      lifeMs: null,
    });
  },

  answer(outcome: HookOutcome): HookReply {
    if (outcome.status !== 'refused') return jsonReply(200, { code: 'ok' });
    return jsonReply(200, { code: codeOf(outcome.refusal), description: outcome.refusal.message });
  },
};

type ResponseCode =
  | 'invalid_phone_number'
  | 'rate_limited'
  | 'authentication_failed'
  | 'unsupported_request'
  | 'delivery_rejected'
  | 'timeout'
  | 'unknown_error';

function codeOf({ reason, category }: Refusal): ResponseCode {
  switch (reason) {
    case 'malformed':
    case 'too-large':
    case 'no-code':
    case 'unusable-code':
    case 'expired':
    case 'unsupported-channel':
      return 'unsupported_request';
    case 'invalid-phone-number':
      return 'invalid_phone_number';
    case 'destination-not-allowed':
      return 'delivery_rejected';
    case 'rate-limited':
      return 'rate_limited';
    case 'body-timeout':
    case 'service-unavailable':
      return 'timeout';
    case 'internal-error':
      return 'unknown_error';
    case 'delivery-failed':
      return category === null ? 'unknown_error' : FAILURES[category];
  }
}

/** `timeout` is the only one that Authgear takes for passing. */
const FAILURES: Readonly<Record<ProviderFailureCategory, ResponseCode>> = {
  'invalid-recipient': 'invalid_phone_number',
  'unreachable-recipient': 'invalid_phone_number',
  'opted-out': 'delivery_rejected',
  'blocked-destination': 'delivery_rejected',
  authentication: 'authentication_failed',
  configuration: 'authentication_failed',
  'account-suspended': 'authentication_failed',
  'insufficient-funds': 'authentication_failed',
  'content-rejected': 'delivery_rejected',
  'fraud-blocked': 'delivery_rejected',
  'rate-limited': 'rate_limited',
  unavailable: 'timeout',
  timeout: 'timeout',
  unknown: 'unknown_error',
};
