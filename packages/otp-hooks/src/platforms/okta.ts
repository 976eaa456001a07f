/**
 * Okta, telephony inline hook (reference of the telephony inline hook, concepts of inline hooks): three seconds, at most
 * one retry; after a time-out or anything but a `200` Okta sends the code by its own vendor. So a message that may have
 * left is `PENDING`, never an error. Of an error object the reference says both that Okta's vendor sends and that nothing
 * is sent; we answer one only where nothing left here, so that neither makes a second message.
 *
 * The reference does not say whether a person's own resend repeats the code: the id of the person's request, which a retry
 * of the hook shares, is part of the key.
 */
import type { HookOutcome, Sent } from '../answer/hook-outcome.ts';
import { emptyReply, type HookReply, jsonReply } from '../answer/hook-reply.ts';
import { textAt } from '../reading/json-value.ts';
import type { Platform, PlatformReading } from './platform.ts';
import { readCode } from './read-code.ts';

const REQUEST_TYPE = 'com.okta.user.telephony.';
/** Clocks differ. */
const GRACE_MS = 60_000;
const LONGEST_LIFE_MS = 24 * 3_600_000;

export const OKTA: Platform = {
  name: 'okta',
  schemes: ['authorization'],
  deadlineMs: 2_500,
  text: 'sent-along',

  read(body, nowMs): PlatformReading {
    const message = (name: string) => textAt(body, 'data', 'messageProfile', name);
    const channel = message('deliveryChannel');
    if (channel !== null && channel.toUpperCase() !== 'SMS')
      return { status: 'refused', reason: 'unsupported-channel' };
    const expiresMs = Date.parse(message('otpExpires') ?? '');
    if (expiresMs + GRACE_MS <= nowMs) return { status: 'refused', reason: 'expired' };
    const requestType = textAt(body, 'requestType') ?? 'default';
    const user = textAt(body, 'data', 'userProfile', 'userId') ?? textAt(body, 'data', 'userProfile', 'login') ?? '';
    return readCode({
      phoneNumber: message('phoneNumber'),
      plus: 'may-lack',
      code: message('otpCode'),
      subject: [user, textAt(body, 'data', 'context', 'request', 'id') ?? ''],
      purpose: requestType.startsWith(REQUEST_TYPE) ? requestType.slice(REQUEST_TYPE.length) : requestType,
      locale: message('locale'),
      clientAddress: textAt(body, 'data', 'context', 'request', 'ipAddress'),
      text: message('msgTemplate'),
      lifeMs: Number.isNaN(expiresMs) ? null : Math.min(Math.max(1, expiresMs - nowMs), LONGEST_LIFE_MS),
    });
  },

  answer(outcome: HookOutcome): HookReply {
    switch (outcome.status) {
      case 'sent':
        return jsonReply(200, { commands: [{ type: 'com.okta.telephony.action', value: [actionOf(outcome)] }] });
      case 'ignored':
        return emptyReply(204);
      case 'refused': {
        const { reason, category, message } = outcome.refusal;
        const cause = { errorSummary: message, reason: (category ?? reason).toUpperCase().replaceAll('-', '_') };
        return jsonReply(200, { error: { errorSummary: message, errorCauses: [cause] } });
      }
    }
  },
};

function actionOf({ delivery, providerId, messageId }: Sent) {
  return {
    status: delivery === 'accepted' ? 'SUCCESSFUL' : 'PENDING',
    ...(providerId === null ? {} : { provider: providerId }),
    ...(messageId === null ? {} : { transactionId: messageId }),
  };
}
