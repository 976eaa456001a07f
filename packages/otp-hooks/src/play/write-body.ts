/** The bodies that platforms send, as their sources and references have them. */
import type { HookMapping } from '../platforms/generic.ts';
import type { PlatformName } from '../platforms/platform-name.ts';
import type { PlayedCode } from './played-code.ts';

type Filled = Required<PlayedCode>;
type Writer = (code: Filled) => object;

const withoutPlus = (phoneNumber: string) => phoneNumber.replace(/^\+/, '');
const timeOf = (atMs: number) => new Date(atMs).toISOString();

const WRITERS: Readonly<Record<Exclude<PlatformName, 'generic'>, Writer>> = {
  supabase: ({ phoneNumber, code, userId, clientAddress, madeAtMs, sendId }) => ({
    metadata: { uuid: sendId, time: timeOf(madeAtMs), name: 'send-sms', ip_address: clientAddress },
    user: {
      id: userId,
      aud: 'authenticated',
      role: 'authenticated',
      email: '',
      phone: withoutPlus(phoneNumber),
      app_metadata: { provider: 'phone', providers: ['phone'] },
      user_metadata: {},
      identities: [],
      created_at: timeOf(madeAtMs),
      updated_at: timeOf(madeAtMs),
      is_anonymous: false,
    },
    sms: { otp: code, phone: withoutPlus(phoneNumber) },
  }),

  logto: ({ phoneNumber, code, locale, clientAddress }) => ({
    to: withoutPlus(phoneNumber),
    type: 'SignIn',
    payload: { code, locale, uiLocales: locale },
    ip: clientAddress,
  }),

  kratos: ({ phoneNumber, code, text, lifeMinutes, userId }) => ({
    recipient: phoneNumber,
    subject: '',
    body: text,
    template_type: 'login_code_valid',
    template_data: {
      to: phoneNumber,
      login_code: code,
      identity: { id: userId },
      request_url_domain: 'app.example',
      expires_in_minutes: lifeMinutes,
      transient_payload: {},
    },
    message_type: 'phone',
    request_headers: {},
  }),

  okta: ({ phoneNumber, code, text, lifeMinutes, userId, locale, clientAddress, sendId, madeAtMs }) => ({
    eventId: 'uS5871kJThSsU8qlA1LTcg',
    eventTime: timeOf(madeAtMs),
    eventType: 'com.okta.telephony.provider',
    eventTypeVersion: '1.0',
    contentType: 'application/json',
    cloudEventVersion: '0.1',
    source: 'https://example.okta.com/api/v1/inlineHooks/calz6lVQA77AwFeEe0g3',
    requestType: 'com.okta.user.telephony.mfa-verification',
    data: {
      context: {
        request: { id: sendId, method: 'POST', url: { value: '/idp/idx/challenge' }, ipAddress: clientAddress },
      },
      userProfile: { firstName: 'Test', lastName: 'User', login: 'test.user@app.example', userId },
      messageProfile: {
        msgTemplate: text,
        phoneNumber: withoutPlus(phoneNumber),
        otpExpires: timeOf(madeAtMs + lifeMinutes * 60_000),
        deliveryChannel: 'SMS',
        otpCode: code,
        locale: locale.toUpperCase(),
      },
    },
  }),

  zitadel: ({ phoneNumber, code, text, madeAtMs }) => ({
    contextInfo: {
      eventType: 'session.otp.sms.challenged',
      provider: { id: '285181292935381355', description: 'countersign' },
      recipientPhoneNumber: phoneNumber,
    },
    templateData: { title: 'Verify', preHeader: 'Verify', subject: 'Verify', greeting: 'Hello,', text, url: '' },
    args: { changeDate: timeOf(madeAtMs), code, lastPhone: phoneNumber, verifiedPhone: phoneNumber, userName: 'user' },
  }),

  authgear: ({ phoneNumber, code, text, locale }) => ({
    to: phoneNumber,
    body: text,
    app_id: 'app',
    template_name: 'authenticate_primary_oob_sms.txt',
    language_tag: locale,
    template_variables: { app_name: 'App', code },
  }),

  clerk: ({ phoneNumber, code, text, userId, sendId, madeAtMs }) => ({
    data: {
      object: 'sms_message',
      id: sendId,
      slug: 'verification_code',
      from_phone_number: '+12025550100',
      to_phone_number: phoneNumber,
      phone_number_id: 'idn_1oDEYpGZ9m7XbIyqaML55jEaETE',
      user_id: userId,
      message: text,
      status: 'queued',
      data: { otp_code: code },
      delivered_by_clerk: false,
    },
    instance_id: 'ins_123',
    object: 'event',
    timestamp: madeAtMs,
    type: 'sms.created',
  }),
};

/** The same for a retry; what differs from try to try stands in headers. */
export function writeBody(platform: PlatformName, played: PlayedCode, mapping: HookMapping | undefined): string {
  const {
    sendId = 'request-1',
    userId = 'user-1',
    locale = 'en-US',
    clientAddress = '203.0.113.7',
    text = `Your code is ${played.code}.`,
    lifeMinutes = 10,
    madeAtMs = Date.now(),
  } = played;
  const filled = { ...played, sendId, userId, locale, clientAddress, text, lifeMinutes, madeAtMs };
  return JSON.stringify(platform === 'generic' ? writeMapped(filled, mapping) : WRITERS[platform](filled));
}

function writeMapped(code: Filled, mapping: HookMapping = { to: 'to', code: 'code' }): object {
  const body: Record<string, unknown> = {};
  place(body, mapping.to, code.phoneNumber);
  place(body, mapping.code, code.code);
  place(body, mapping.subject, code.sendId);
  place(body, mapping.purpose, 'sign-in');
  place(body, mapping.locale, code.locale);
  place(body, mapping.clientAddress, code.clientAddress);
  place(body, mapping.text, code.text);
  return body;
}

function place(body: Record<string, unknown>, path: string | undefined, value: string): void {
  if (path === undefined) return;
  const [name = '', ...others] = path.split('.');
  if (others.length === 0) {
    body[name] = value;
    return;
  }
  const inner = (body[name] ?? {}) as Record<string, unknown>;
  body[name] = inner;
  place(inner, others.join('.'), value);
}
