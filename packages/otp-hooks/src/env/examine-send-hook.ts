/** The doctor of a hook: what is missing, badly written or weak. Makes no request and opens nothing. */
import { type Environment, examineSendingParts, type Finding } from '@countersign/otp-config';
import { isOptions, OtpConfigurationError } from '@countersign/otp-core/adapter';
import { createMemoryOnceStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import type { SmsSender } from '@countersign/otp-core/spec';
import { findPlatform } from '../platforms/find-platform.ts';
import { PLATFORM_NAMES, type PlatformName } from '../platforms/platform-name.ts';
import { createSendHook } from '../send-hook.ts';
import { type HookReading, readHookSettings, variableOf } from './read-hook-settings.ts';
import { sendHookOptionsOf } from './send-hook-options-of.ts';

/** What `examineSendHook` looks at. */
export interface ExamineSendHookOptions {
  readonly environment: Environment;
  readonly nowMs: number;
  /** Whether the app could load a package. */
  isInstalled(packageName: string): boolean;
}

/** What the doctor of a hook has found. */
export interface HookFinding {
  /** A problem keeps a hook from being made or a deployment from working; a warning does not. */
  readonly level: 'problem' | 'warning' | 'ok';
  /** Stable; those of `otp-config` and those of this package. */
  readonly code: Finding['code'] | HookCheckCode;
  /** One sentence for an operator. Never a secret, a code or a phone number. */
  readonly message: string;
}

/** What is found of a hook itself; `README.md` has a row for each. */
export type HookCheckCode =
  | 'hook-settings'
  | 'hook-platform'
  | 'late-deadline'
  | 'no-spending-limit'
  | 'shared-key-secret'
  | 'weak-key-secret';

const SENDER: SmsSender = {
  specificationVersion: 'v1',
  kind: 'sms-sender',
  providerId: 'none',
  send: async () => ({ status: 'accepted', messageId: null }),
};

/**
 * Says what is wrong or weak about the settings of a hook, its sender and its store.
 *
 * @example
 * const findings = await examineSendHook({ environment: process.env, nowMs: Date.now(), isInstalled: () => true });
 */
export async function examineSendHook(options: ExamineSendHookOptions): Promise<readonly HookFinding[]> {
  const environment = isOptions(options.environment) ? options.environment : {};
  const reading = readHookSettings(environment);
  const problems = problemsOf(reading);
  const own: HookFinding[] = problems.map((message) => ({ level: 'problem', code: 'hook-settings', message }));
  if (problems.length === 0) {
    own.push({
      level: 'ok',
      code: 'hook-settings',
      message: 'Every required setting of the hook is set and has the right form.',
    });
  }
  const sending = await examineSendingParts({ ...options, environment: reading.others });
  return [...own, ...judge(reading, environment), ...sending];
}

function problemsOf(reading: HookReading): readonly string[] {
  const problems = reading.problems.map(({ option, message }) => `${option} ${message}.`);
  try {
    const parts = { sender: SENDER, once: createMemoryOnceStore(), rateLimiter: createMemoryRateLimiter() };
    createSendHook(sendHookOptionsOf(reading, { ...parts, phone: null, message: {} }, {}));
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    for (const { option, message } of error.problems) {
      const variable = variableOf(option);
      if (!reading.problems.some((each) => each.option === variable)) problems.push(`${variable} ${message}.`);
    }
  }
  return problems;
}

const EXAMPLES =
  /change.?me|example|secret|password|default|insecure|placeholder|replace|your[-_ ]|0123456789|abcdefgh/i;

function judge({ values }: HookReading, environment: Environment): readonly HookFinding[] {
  const findings: HookFinding[] = [];
  const warn = (code: HookCheckCode, message: string) => findings.push({ level: 'warning', code, message });
  const keySecret = values.get('keySecret');
  if (typeof keySecret === 'string') {
    if (EXAMPLES.test(keySecret) || new Set(keySecret).size < 12) {
      warn(
        'weak-key-secret',
        'OTP_HOOK_KEY_SECRET looks typed by hand, not random. Make one with: openssl rand -base64 32.',
      );
    }
    if ((environment.OTP_SECRET ?? '').split(',').some((each) => each.trim() === keySecret)) {
      warn('shared-key-secret', 'OTP_HOOK_KEY_SECRET is one of OTP_SECRET: give the hook a key of its own.');
    }
  }
  if (!values.has('limits.perDeployment')) {
    const message =
      'OTP_HOOK_SENDS_PER_HOUR is not set: anyone who can sign up at the platform can make you send unlimited messages.';
    warn('no-spending-limit', message);
  }
  const platform = PLATFORM_NAMES.find((each) => each === values.get('platform'));
  if (platform === undefined) return findings;
  const usualMs = findPlatform(platform).deadlineMs;
  const deadlineMs = values.get('deadlineMs');
  if (typeof deadlineMs === 'number' && deadlineMs > usualMs) {
    const message = `OTP_HOOK_DEADLINE_MS is above ${usualMs}: ${platform} may have given up by then and may ask again.`;
    warn('late-deadline', message);
  }
  const note = NOTES[platform];
  if (note !== null) findings.push({ level: 'ok', code: 'hook-platform', message: note });
  return findings;
}

/** What an operator should know of a platform before its first message. */
const NOTES: Readonly<Record<PlatformName, string | null>> = {
  supabase: null,
  logto: null,
  kratos: 'Kratos keeps codes and texts in its queue, and no refusal reaches the person.',
  okta: 'Okta sends by its own vendor when this hook does not answer in three seconds, or answers 401.',
  zitadel: null,
  authgear:
    'The signature of Authgear has no time: anyone who captured a request can repeat it once its code has expired.',
  clerk: 'Clerk asks later and tells the person nothing of a refusal.',
  generic: null,
};
