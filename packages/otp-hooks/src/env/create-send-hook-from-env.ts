import { createSendingPartsFromEnv, type Environment, type SendingParts } from '@countersign/otp-config';
import { type ConfigurationProblem, isOptions, OtpConfigurationError } from '@countersign/otp-core/adapter';
import { findPlatform } from '../platforms/find-platform.ts';
import { PLATFORM_NAMES } from '../platforms/platform-name.ts';
import { createSendHook, type SendHook } from '../send-hook.ts';
import type { SendHookCommonOptions } from '../send-hook-options.ts';
import { type HookReading, readHookSettings, variableOf } from './read-hook-settings.ts';
import { type HookParts, sendHookOptionsOf } from './send-hook-options-of.ts';

/** A hook, and the end of what was opened for it. */
export interface OpenedSendHook {
  readonly hook: SendHook;
  /** Closes the store that was opened here, once no request is under way. */
  close(): Promise<void>;
}

const SUBJECT = 'createSendHookFromEnv';
/** Of the deadline, for the store before and after the send. */
const STORE_SHARE_MS = 500;

/**
 * Makes a hook from variables: `OTP_HOOK_PLATFORM`, its `OTP_HOOK_SECRET` or `OTP_HOOK_AUTHORIZATION`,
 * `OTP_HOOK_KEY_SECRET`, and of `otp-config` `OTP_PROVIDER` with its account, `OTP_STORE`, `OTP_APP_NAME` and
 * `OTP_ALLOWED_COUNTRIES`. `overrides` say what variables cannot, such as `onEvent`, and go before them.
 *
 * @throws OtpConfigurationError naming every variable that makes no sense, never the value of a secret
 * @throws OtpStoreError when a PostgreSQL that was to be migrated cannot be
 * @example
 * const { hook } = await createSendHookFromEnv(process.env);
 * export default { fetch: hook };
 */
export async function createSendHookFromEnv(
  environment: Environment,
  overrides: Partial<SendHookCommonOptions> = {},
): Promise<OpenedSendHook> {
  if (!isOptions(environment) || !isOptions(overrides)) {
    const option = isOptions(environment) ? 'overrides' : 'environment';
    throw new OtpConfigurationError(SUBJECT, [{ option, message: 'must be an object, such as process.env' }]);
  }
  const reading = readHookSettings(environment);
  const problems = [...reading.problems];
  const opened = await openParts(reading, overrides, problems);
  try {
    const hook = opened === null ? null : tryHook(reading, opened.parts, overrides, problems);
    if (problems.length > 0 || opened === null || hook === null) throw new OtpConfigurationError(SUBJECT, problems);
    return { hook, close: opened.close };
  } catch (error) {
    await opened?.close();
    throw error;
  }
}

interface OpenedParts {
  readonly parts: HookParts;
  close(): Promise<void>;
}

/** `null`: something is wrong, and told in `problems`. */
async function openParts(
  { values, others }: HookReading,
  { sender, once, rateLimiter }: Partial<SendHookCommonOptions>,
  problems: ConfigurationProblem[],
): Promise<OpenedParts | null> {
  // Nothing of the environment is needed.
  if (sender !== undefined && once !== undefined) {
    return { parts: { sender, once, rateLimiter, phone: null, message: {} }, close: async () => {} };
  }
  const sendWithinMs = deadlineMsOf(values) - STORE_SHARE_MS;
  try {
    const made: SendingParts = await createSendingPartsFromEnv(others, {
      sendWithinMs: Math.max(1, sendWithinMs),
      ...(sender === undefined ? {} : { sender }),
    });
    return { parts: made, close: made.close };
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    problems.push(...error.problems);
    return null;
  }
}

function deadlineMsOf(values: HookReading['values']): number {
  const told = values.get('deadlineMs');
  const name = PLATFORM_NAMES.find((each) => each === values.get('platform')) ?? 'generic';
  return typeof told === 'number' ? told : findPlatform(name).deadlineMs;
}

function tryHook(
  reading: HookReading,
  parts: HookParts,
  overrides: Partial<SendHookCommonOptions>,
  problems: ConfigurationProblem[],
): SendHook | null {
  try {
    return createSendHook(sendHookOptionsOf(reading, parts, overrides));
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    for (const { option, message } of error.problems) {
      const variable = variableOf(option);
      if (!problems.some((each) => each.option === variable)) problems.push({ option: variable, message });
    }
    return null;
  }
}
