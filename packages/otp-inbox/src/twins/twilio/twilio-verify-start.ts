/** What starts a verification: what Verify takes, and the message that comes of it. https://www.twilio.com/docs/verify/api/verification */
import { readTwilioNumber, type TwilioForm } from './twilio-form.ts';
import { notPlayed, twilioRefusal } from './twilio-refusal.ts';
import type { TwilioChannel, TwilioStart } from './twilio-verifications.ts';

/** `auto` lets Verify choose, and it chooses a text message. */
const CHANNELS: Readonly<Record<string, TwilioChannel>> = {
  sms: 'sms',
  call: 'call',
  whatsapp: 'whatsapp',
  auto: 'sms',
};

/** What would change the answer or the message, and is not played. */
const NOT_PLAYED: Readonly<Record<string, string>> = {
  CustomMessage: 'messages of your own (CustomMessage)',
  SendDigits: 'digits to dial (SendDigits)',
  Amount: 'payments (Amount)',
  Payee: 'payments (Payee)',
  RateLimits: "a service's own rate limits (RateLimits)",
  ChannelConfiguration: 'ChannelConfiguration',
  EnableSnaClientToken: 'silent network authentication (EnableSnaClientToken)',
};

export function readVerifyStart(form: TwilioForm, serviceSid: string): TwilioStart {
  const to = readTwilioNumber(form('To'));
  if (to === null) throw twilioRefusal(400, 60200, 'Invalid parameter `To`');
  const given = form('Channel') ?? '';
  const channel = Object.hasOwn(CHANNELS, given) ? CHANNELS[given] : undefined;
  if (channel === undefined) throw twilioRefusal(400, 60200, 'Invalid parameter `Channel`');
  for (const [name, what] of Object.entries(NOT_PLAYED)) if (form(name) !== undefined) throw notPlayed(what);
  checkForm(form, 'Locale', /^[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?$/);
  checkForm(form, 'TemplateSid', /^HJ[0-9a-fA-F]{32}$/);
  checkForm(form, 'RiskCheck', /^(?:enable|disable)$/);
  checkForm(form, 'CustomCode', /^\d{4,10}$/);
  return { serviceSid, to, channel, customCode: form('CustomCode') ?? null };
}

function checkForm(form: TwilioForm, name: string, pattern: RegExp): void {
  const value = form(name);
  if (value !== undefined && !pattern.test(value)) throw twilioRefusal(400, 60200, `Invalid parameter \`${name}\``);
}

/** In English, whatever the locale and the template: what is tested is the code. An app's hash makes the form that Android reads. */
export function composeVerifyText(form: TwilioForm, code: string): string {
  const text = `Your ${form('CustomFriendlyName') ?? 'Inbox'} verification code is: ${code}.`;
  const appHash = form('AppHash');
  return appHash === undefined ? text : `<#> ${text}\n${appHash}`;
}
