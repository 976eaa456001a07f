/**
 * Ory Kratos, courier channel `sms` of type `http`. Read in ory/kratos (courier/http_channel.go, courier_dispatcher.go,
 * courier/template/sms): a queue that asks again after everything but a 2xx, five times by default, and names no message;
 * ten seconds for a call. Every code is new, the person's own resend included. No error reaches the person.
 */
import { replyByStatus } from '../answer/hook-reply.ts';
import { numberAt, textAt } from '../reading/json-value.ts';
import type { Platform, PlatformReading } from './platform.ts';
import { readCode } from './read-code.ts';

/** Where each kind of message has its code. The recovery's is `verification_code` in the source. */
const CODES = ['login_code', 'registration_code', 'verification_code', 'recovery_code'];
const LONGEST_LIFE_MINUTES = 24 * 60;

export const KRATOS: Platform = {
  name: 'kratos',
  schemes: ['authorization'],
  deadlineMs: 8_000,
  text: 'sent-along',

  read(body): PlatformReading {
    const template = textAt(body, 'template_type') ?? 'default';
    const minutes = numberAt(body, 'template_data', 'expires_in_minutes');
    const codes = CODES.map((name) => textAt(body, 'template_data', name));
    return readCode({
      phoneNumber: textAt(body, 'recipient'),
      plus: 'always',
      code: codes.find((code) => code !== null) ?? null,
      subject: [template],
      purpose: template,
      locale: null,
      clientAddress: null,
      text: textAt(body, 'body'),
      lifeMs: minutes === null || minutes <= 0 ? null : Math.min(minutes, LONGEST_LIFE_MINUTES) * 60_000,
    });
  },

  answer: replyByStatus,
};
