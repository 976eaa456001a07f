/** From what variables say to what `createSendHook` takes. Whatever is missing or does not fit together it says itself. */
import type { MessageOptions } from '@countersign/otp-core/message';
import type { PhoneNumberParser, RateLimiter } from '@countersign/otp-core/spec';
import type { SendHookCommonOptions, SendHookOptions } from '../send-hook-options.ts';
import type { HookReading } from './read-hook-settings.ts';

/** What sends and remembers, however it was made. */
export interface HookParts extends Pick<SendHookCommonOptions, 'sender' | 'once'> {
  readonly rateLimiter: RateLimiter | undefined;
  readonly phone: PhoneNumberParser | null;
  readonly message: MessageOptions;
}

export function sendHookOptionsOf(
  { values }: HookReading,
  parts: HookParts,
  overrides: Partial<SendHookCommonOptions>,
): SendHookOptions {
  const options: Record<string, unknown> = {
    sender: parts.sender,
    once: parts.once,
    message: values.get('message') === 'platform' ? 'platform' : parts.message,
  };
  if (parts.rateLimiter !== undefined) options.rateLimiter = parts.rateLimiter;
  if (parts.phone !== null) options.phone = parts.phone;
  const limits: Record<string, unknown> = {};
  for (const [option, value] of values) {
    if (option.startsWith('limits.')) limits[option.slice('limits.'.length)] = value;
    else if (option !== 'message' && option !== 'previousAuthorization') options[option] = value;
  }
  const former = values.get('previousAuthorization');
  if (former !== undefined) options.authorization = [options.authorization, former];
  if (Object.keys(limits).length > 0) options.limits = limits;
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  // Judged by `createSendHook`, which takes nothing on trust.
  return { ...options, ...Object.fromEntries(given) } as unknown as SendHookOptions;
}
