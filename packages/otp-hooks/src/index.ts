/** Receives the hooks by which auth platforms have their codes sent, and sends each code at most once. */
export type { RefusalReason } from './answer/refusal.ts';
export type { HookMapping } from './platforms/generic.ts';
export { PLATFORM_NAMES, type PlatformName } from './platforms/platform-name.ts';
export { createSendHook, type SendHook } from './send-hook.ts';
export type {
  HookCodeEvent,
  HookLimitName,
  HookMessageAccepted,
  HookMessageRefused,
  HookMessageUncertain,
  HookProviderAnsweredLate,
  HookRequestIgnored,
  HookRequestRefused,
  HookRequestRepeated,
  HookRequestUnproven,
  HookStoreFailed,
  SendHookEvent,
  SendHookEventBase,
} from './send-hook-event.ts';
export type {
  PlatformOptions,
  SecretOrAuthorization,
  SendHookCommonOptions,
  SendHookOptions,
  SendHookSecret,
} from './send-hook-options.ts';
export type { SendHookLimits } from './sending/hook-limits.ts';
