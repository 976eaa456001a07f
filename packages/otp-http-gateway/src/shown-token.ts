import type { SmsMessage } from '@countersign/otp-core/spec';

/**
 * Visible ASCII without spaces holds no message text. Yet some gateways repeat what they were told, so what holds the
 * number, a secret, or a number out of the text (which is likely to be the code) is not shown. An id may hold one by
 * chance: with a code of six digits one id in a hundred thousand is lost, which is cheaper than a code in a log.
 */
export function isFitToShow(token: string, message: SmsMessage, secrets: readonly string[]): boolean {
  const hidden = [message.to.slice(1), ...secrets, ...(message.text.match(/\d{4,}/g) ?? [])];
  return /^[\x21-\x7e]{1,128}$/.test(token) && !hidden.some((secret) => token.includes(secret));
}
