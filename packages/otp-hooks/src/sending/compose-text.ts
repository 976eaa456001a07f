/** The text of a message: ours, in the platform's locale, or the platform's own. */
import type { MessageComposer } from '@countersign/otp-core/message';
import type { CodeRequest } from '../platforms/platform.ts';

/** A longer one is no text message: ten parts of 160. */
const LONGEST_TEXT = 1_600;
const LOCALE = /^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}$/i;

/**
 * `null`: the platform's text does not hold the code, so it is a template that nobody has filled in.
 * @throws OtpMessageError where our text cannot be composed, for example as the code has letters
 */
export function composeText(
  compose: MessageComposer | 'platform',
  { code, text, locale, purpose }: CodeRequest,
  lifeMs: number,
): string | null {
  if (compose === 'platform') return text?.includes(code) === true && text.length <= LONGEST_TEXT ? text : null;
  const tag = locale?.replaceAll('_', '-') ?? '';
  return compose({
    code,
    minutes: Math.max(1, Math.floor(lifeMs / 60_000)),
    purpose,
    tenant: 'default',
    locale: LOCALE.test(tag) ? tag : null,
  });
}
