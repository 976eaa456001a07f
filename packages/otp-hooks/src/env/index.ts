/** A hook from the environment, and its doctor. Needs `@countersign/otp-config`. */
export { createSendHookFromEnv, type OpenedSendHook } from './create-send-hook-from-env.ts';
export {
  type ExamineSendHookOptions,
  examineSendHook,
  type HookCheckCode,
  type HookFinding,
} from './examine-send-hook.ts';
