/** Calls a hook as its platform does, for tests and for a local stand-in of the platform. */
export { createPlatformPlayer, type PlatformPlayer } from './platform-player.ts';
export type { HookCall, PlayedCode } from './played-code.ts';
export type { RetryPattern } from './retry-pattern.ts';
export type { PlatformVerdict, PlayedAnswer } from './verdict.ts';
