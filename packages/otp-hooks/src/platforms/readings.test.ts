/** What each platform's bodies say, down to the oddities that its sources have. */
import { describe, expect, it } from 'vitest';
import { refusalOf, refusalOfFailure } from '../answer/refusal.ts';
import { AUTHGEAR } from './authgear.ts';
import { CLERK } from './clerk.ts';
import { createGenericPlatform } from './generic.ts';
import { KRATOS } from './kratos.ts';
import { LOGTO } from './logto.ts';
import { OKTA } from './okta.ts';
import { SUPABASE } from './supabase.ts';
import { ZITADEL } from './zitadel.ts';

const NOW_MS = Date.parse('2026-03-01T12:00:00.000Z');

describe('supabase', () => {
  const user = { id: '8d6e4f7a', phone: '14155550123' };

  it('reads the number that the message is for, and the factor’s of a second factor', () => {
    const sms = { otp: '042817', phone: '4917612345678', sms_type: 'mfa' };
    expect(SUPABASE.read({ user, sms }, NOW_MS)).toMatchObject({
      status: 'code',
      request: {
        phoneNumber: '4917612345678',
        plus: 'may-lack',
        code: '042817',
        subject: ['8d6e4f7a'],
        purpose: 'mfa',
      },
    });
  });

  it('reads the user’s number where the server is too old to name another', () => {
    expect(SUPABASE.read({ user, sms: { otp: '042817' } }, NOW_MS)).toMatchObject({
      request: { phoneNumber: '14155550123' },
    });
  });

  it('sends to neither number of an old server while a change of number is open', () => {
    const changing = { ...user, new_phone: '4917612345678' };
    expect(SUPABASE.read({ user: changing, sms: { otp: '042817' } }, NOW_MS)).toEqual({
      status: 'refused',
      reason: 'malformed',
    });
  });

  it('answers success without a body, and failure as 200 with an error, never with Retry-After', () => {
    const sent = { status: 'sent', delivery: 'unknown', providerId: null, messageId: null } as const;
    expect(SUPABASE.answer(sent)).toMatchObject({ status: 204, body: null });
    const refused = SUPABASE.answer({ status: 'refused', refusal: refusalOf('rate-limited'), retryAfterMs: 5_000 });
    expect(refused.status).toBe(200);
    expect(refused.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(Object.keys(refused.headers)).not.toContain('retry-after');
    expect(JSON.parse(refused.body ?? '')).toEqual({
      error: { http_code: 429, message: 'Too many codes were requested. Try again later.' },
    });
  });
});

describe('logto', () => {
  it('reads number, code, locale and address', () => {
    const body = {
      to: '14155550123',
      type: 'BindMfa',
      payload: { code: '042817', locale: 'pt-BR' },
      ip: '203.0.113.7',
    };
    expect(LOGTO.read(body, NOW_MS)).toMatchObject({
      request: { code: '042817', purpose: 'BindMfa', locale: 'pt-BR', clientAddress: '203.0.113.7' },
    });
  });

  it('sends nothing for an invitation, which is a link', () => {
    const body = { to: '14155550123', type: 'OrganizationInvitation', payload: { link: 'https://app.example/join' } };
    expect(LOGTO.read(body, NOW_MS)).toEqual({ status: 'refused', reason: 'no-code' });
  });

  it('answers a refusal by a sentence, which Logto shows as its error', () => {
    const answer = LOGTO.answer({ status: 'refused', refusal: refusalOfFailure('opted-out'), retryAfterMs: null });
    expect(answer).toMatchObject({ status: 422, body: expect.stringContaining('opted out') });
  });
});

describe('kratos', () => {
  it.each([
    ['login_code_valid', 'login_code'],
    ['registration_code_valid', 'registration_code'],
    ['verification_code_valid', 'verification_code'],
    ['recovery_code_valid', 'verification_code'],
    ['recovery_code_valid', 'recovery_code'],
  ])('reads the code of %s from %s, and its life', (template_type, name) => {
    const body = {
      recipient: '+14155550123',
      template_type,
      template_data: { [name]: '042817', expires_in_minutes: 15 },
    };
    expect(KRATOS.read(body, NOW_MS)).toMatchObject({
      request: { code: '042817', purpose: template_type, lifeMs: 900_000 },
    });
  });

  it('sends nothing for a notice without a code', () => {
    const body = {
      recipient: '+14155550123',
      template_type: 'verifiable_address_changed',
      template_data: {},
      body: 'x',
    };
    expect(KRATOS.read(body, NOW_MS)).toEqual({ status: 'refused', reason: 'no-code' });
  });
});

describe('okta', () => {
  /** The sample of the reference, word for word but for the time. */
  const sample = {
    eventType: 'com.okta.telephony.provider',
    requestType: 'com.okta.user.telephony.pre-enrollment',
    data: {
      context: { request: { id: 'reqRgSk8IBBRhuo0YdlEDTmUw', method: 'POST', ipAddress: '127.0.0.1' } },
      userProfile: { firstName: 'test', lastName: 'user', login: 'test.user@okta.com', userId: '00uyxxSknGtK8022w0g3' },
      messageProfile: {
        msgTemplate: '(HOOK)Your code is 11111',
        phoneNumber: '9876543210',
        otpExpires: '2026-03-01T12:04:00.000Z',
        deliveryChannel: 'SMS',
        otpCode: '11111',
        locale: 'EN-US',
      },
    },
  };

  it('reads the sample of the reference', () => {
    expect(OKTA.read(sample, NOW_MS)).toEqual({
      status: 'code',
      request: {
        phoneNumber: '9876543210',
        plus: 'may-lack',
        code: '11111',
        subject: ['00uyxxSknGtK8022w0g3', 'reqRgSk8IBBRhuo0YdlEDTmUw'],
        purpose: 'pre-enrollment',
        locale: 'EN-US',
        clientAddress: '127.0.0.1',
        text: '(HOOK)Your code is 11111',
        lifeMs: 240_000,
      },
    });
  });

  it('refuses a call and a code that has expired', () => {
    const profile = sample.data.messageProfile;
    const calls = { ...sample, data: { ...sample.data, messageProfile: { ...profile, deliveryChannel: 'CALL' } } };
    expect(OKTA.read(calls, NOW_MS)).toEqual({ status: 'refused', reason: 'unsupported-channel' });
    expect(OKTA.read(sample, NOW_MS + 360_000)).toEqual({ status: 'refused', reason: 'expired' });
  });

  it('says PENDING of what may have left, and SUCCESSFUL with the provider’s id of what was taken', () => {
    const unknown = { status: 'sent', delivery: 'unknown', providerId: 'twilio', messageId: null } as const;
    expect(JSON.parse(OKTA.answer(unknown).body ?? '')).toEqual({
      commands: [{ type: 'com.okta.telephony.action', value: [{ status: 'PENDING', provider: 'twilio' }] }],
    });
    const accepted = { status: 'sent', delivery: 'accepted', providerId: 'twilio', messageId: 'SM1' } as const;
    expect(JSON.parse(OKTA.answer(accepted).body ?? '')).toEqual({
      commands: [
        {
          type: 'com.okta.telephony.action',
          value: [{ status: 'SUCCESSFUL', provider: 'twilio', transactionId: 'SM1' }],
        },
      ],
    });
  });

  it('says an error with a sentence where certainly nothing left', () => {
    const refusal = refusalOfFailure('invalid-recipient');
    const answer = OKTA.answer({ status: 'refused', refusal, retryAfterMs: null });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body ?? '')).toEqual({
      error: {
        errorSummary: refusal.message,
        errorCauses: [{ errorSummary: refusal.message, reason: 'INVALID_RECIPIENT' }],
      },
    });
  });
});

describe('zitadel', () => {
  const contextInfo = { eventType: 'user.human.phone.code.added', recipientPhoneNumber: '+14155550123' };

  it('reads the code of new and of old events', () => {
    const now = { contextInfo, args: { code: '042817' }, templateData: { text: 'x' } };
    expect(ZITADEL.read(now, NOW_MS)).toMatchObject({ request: { code: '042817', text: 'x' } });
    expect(ZITADEL.read({ contextInfo, args: { oTP: '042817' } }, NOW_MS)).toMatchObject({
      request: { code: '042817' },
    });
  });

  it('sends to no other number than that of the message', () => {
    const body = { contextInfo: { eventType: 'x' }, args: { code: '042817', lastPhone: '+14155550123' } };
    expect(ZITADEL.read(body, NOW_MS)).toEqual({ status: 'refused', reason: 'malformed' });
  });
});

describe('authgear', () => {
  it('reads the code, the language and what it is for', () => {
    const body = {
      to: '+85298765432',
      body: '123456 is your Myapp verification code',
      language_tag: 'zh-HK',
      app_id: 'myapp',
      template_name: 'setup_secondary_oob_sms.txt',
      template_variables: { code: '123456' },
    };
    expect(AUTHGEAR.read(body, NOW_MS)).toMatchObject({
      request: {
        code: '123456',
        locale: 'zh-HK',
        purpose: 'setup_secondary',
        subject: ['myapp', 'setup_secondary_oob_sms.txt'],
      },
    });
    const link = {
      ...body,
      template_name: 'forgot_password_sms.txt',
      template_variables: { link: 'https://x.example' },
    };
    expect(AUTHGEAR.read(link, NOW_MS)).toEqual({ status: 'refused', reason: 'no-code' });
  });

  it.each([
    [refusalOf('invalid-phone-number'), 'invalid_phone_number'],
    [refusalOf('rate-limited'), 'rate_limited'],
    [refusalOf('no-code'), 'unsupported_request'],
    [refusalOf('service-unavailable'), 'timeout'],
    [refusalOfFailure('authentication'), 'authentication_failed'],
    [refusalOfFailure('opted-out'), 'delivery_rejected'],
    [refusalOfFailure('unavailable'), 'timeout'],
    [refusalOfFailure('unknown'), 'unknown_error'],
  ])('answers %o as %s', (refusal, code) => {
    const answer = AUTHGEAR.answer({ status: 'refused', refusal, retryAfterMs: null });
    expect(JSON.parse(answer.body ?? '')).toEqual({ code, description: refusal.message });
  });
});

describe('clerk', () => {
  const data = {
    id: 'sms_1mvjlpmFtRaoee3pm7lS8c3NuAX',
    slug: 'verification_code',
    to_phone_number: '+14155550123',
    message: '042817 is your code',
    data: { otp_code: '042817' },
    delivered_by_clerk: false,
  };
  const event = { type: 'sms.created', timestamp: NOW_MS - 1_000, data };

  it('reads a message that is ours to send', () => {
    expect(CLERK.read(event, NOW_MS)).toMatchObject({ request: { code: '042817', subject: [data.id] } });
  });

  it('lets be what Clerk sends itself, and events of other kinds', () => {
    expect(CLERK.read({ ...event, data: { ...data, delivered_by_clerk: true } }, NOW_MS)).toEqual({
      status: 'ignored',
    });
    expect(CLERK.read({ ...event, type: 'user.created' }, NOW_MS)).toEqual({ status: 'ignored' });
  });

  it('refuses an event that is replayed after its code has expired', () => {
    expect(CLERK.read(event, NOW_MS + 3_600_000)).toEqual({ status: 'refused', reason: 'expired' });
  });
});

describe('generic', () => {
  it('reads by its mapping, own members only', () => {
    const platform = createGenericPlatform({ to: 'data.phone', code: '__proto__.code' });
    expect(platform.read({ data: { phone: '+14155550123' } }, NOW_MS)).toEqual({
      status: 'refused',
      reason: 'no-code',
    });
    expect(
      platform.read(JSON.parse('{"data":{"phone":"+14155550123"},"__proto__":{"code":"042817"}}'), NOW_MS),
    ).toMatchObject({
      request: { code: '042817', purpose: 'default' },
    });
  });
});
