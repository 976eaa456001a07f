/** A hook, its platform's stand-in, and all that a test can see of them. */
import { createMemoryOnceStore } from '@countersign/otp-core/memory';
import type { OnceStore } from '@countersign/otp-core/spec';
import { createRecordingSmsSender, type RecordingSmsSender } from '@countersign/otp-testing';
import {
  createPlatformPlayer,
  type HookCall,
  type PlatformPlayer,
  type PlatformVerdict,
  type PlayedCode,
} from '../play/index.ts';
import { createSendHook, type SendHook } from '../send-hook.ts';
import type { SendHookEvent } from '../send-hook-event.ts';
import type { PlatformOptions, SendHookCommonOptions } from '../send-hook-options.ts';
import { KEY_SECRET } from './platform-options.ts';

export const PHONE_NUMBER = '+14155550123';
export const CODE = '493027';
export const CODE_TO_SEND: PlayedCode = { phoneNumber: PHONE_NUMBER, code: CODE };

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly verdict: PlatformVerdict;
}

export interface HookBed {
  readonly hook: SendHook;
  readonly player: PlatformPlayer;
  readonly sender: RecordingSmsSender;
  readonly once: OnceStore;
  readonly events: readonly SendHookEvent[];
  readonly errors: readonly unknown[];
  /** One try of the platform. */
  ask(code?: PlayedCode): Promise<Answered>;
  /** One call, as it is. */
  send(call: Omit<HookCall, 'method'>): Promise<Answered>;
}

export function createHookBed(platform: PlatformOptions, others: Partial<SendHookCommonOptions> = {}): HookBed {
  const sender = createRecordingSmsSender();
  const once = others.once ?? createMemoryOnceStore();
  const events: SendHookEvent[] = [];
  const errors: unknown[] = [];
  const player = createPlatformPlayer(platform);
  const hook = createSendHook({
    ...platform,
    sender,
    keySecret: KEY_SECRET,
    message: { appName: 'Acme' },
    onEvent: (event) => events.push(event),
    onError: (error) => errors.push(error),
    ...others,
    once,
  });
  const send = async ({ headers, body }: Omit<HookCall, 'method'>): Promise<Answered> => {
    const response = await hook(requestOf({ headers, body }));
    const answer = { status: response.status, headers: response.headers, body: await response.text() };
    return { ...answer, verdict: player.judge(answer) };
  };
  return {
    hook,
    player,
    sender,
    once,
    events,
    errors,
    send,
    ask: async (code = CODE_TO_SEND) => send(await player.write(code)),
  };
}

export function requestOf({ headers, body }: Omit<HookCall, 'method'>): Request {
  return new Request('https://hooks.example/send-sms', { method: 'POST', headers: { ...headers }, body });
}

/** What must never be shown: the number in any spelling, and the code. */
export const CONFIDENTIAL = [PHONE_NUMBER.slice(1), CODE];
