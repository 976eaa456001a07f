/** One code on its way, as every step of sending needs it, and the times that they share. */
import type { PhoneNumber } from '@countersign/otp-core/spec';
import type { CodeRequest } from '../platforms/platform.ts';
import type { HookCodeEvent } from '../send-hook-event.ts';
import type { ResolvedSendHookOptions } from '../send-hook-options.ts';
import type { Deadline } from './deadline.ts';

export interface Sending {
  readonly hook: ResolvedSendHookOptions;
  readonly request: CodeRequest;
  readonly phoneNumber: PhoneNumber;
  readonly country: string | null;
  readonly text: string;
  /** How long the code is worth delivering. */
  readonly lifeMs: number;
  /** Under which it is remembered. */
  readonly key: string;
  readonly deadline: Deadline;
  /** What every event about it has. */
  about(): HookCodeEvent;
}

/** Kept of the deadline for recording what came of a send. */
export const RECORD_RESERVE_MS = 300;

/** For one question to the store: one that is down must be found out while there is time to say so. */
export const LONGEST_STORE_MS = 1_500;

/** Beyond the deadline a claim is held for recording the result. A process that died leaves it to an unknown end. */
const HOLD_BEYOND_DEADLINE_MS = 5_000;

/** How long a claim is held for whoever has it. */
export function holdMsOf({ deadlineMs }: Pick<ResolvedSendHookOptions, 'deadlineMs'>): number {
  return deadlineMs + HOLD_BEYOND_DEADLINE_MS;
}
