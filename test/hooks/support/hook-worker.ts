/** One of several processes that receive the hooks of platforms and share a store. */
import { createSendHook, type SendHookOptions } from '@countersign/otp-hooks';
import type { HookCall } from '@countersign/otp-hooks/play';
import { createRecordingSmsSender, type SendBehaviour } from '@countersign/otp-testing';
import { noteForTest, serveWorker, workerInput } from '@countersign/test-servers/serve-worker';
import { type OncePlace, openOnce } from './open-once.ts';

export interface HookWorkerInput {
  readonly place: OncePlace;
  /** By platform, without what a process makes itself. */
  readonly hooks: Readonly<Record<string, object>>;
}

export type HookWorkerMessage =
  /** Calls of the platform, all at once. Answers with `PlayedReply[]`. */
  | { readonly type: 'call'; readonly platform: string; readonly calls: readonly HookCall[] }
  /** How the provider fares with this process's next messages for the platform. */
  | { readonly type: 'behave'; readonly platform: string; readonly behaviours: readonly SendBehaviour[] };

export interface PlayedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const { place, hooks } = workerInput<HookWorkerInput>();
const once = await openOnce(place);

interface ServedHook {
  readonly hook: ReturnType<typeof createSendHook>;
  behave(...behaviours: readonly SendBehaviour[]): void;
}

/** With a provider of its own: what one is told concerns no other. */
function serveHook(options: object): ServedHook {
  const recording = createRecordingSmsSender();
  const sender = {
    ...recording,
    send: async (message: Parameters<typeof recording.send>[0]) => {
      noteForTest(message.to);
      // Long enough for the other processes to come in between.
      await new Promise((resolve) => setTimeout(resolve, 150));
      return recording.send(message);
    },
  };
  const hook = createSendHook({ ...options, sender, once } as unknown as SendHookOptions);
  return { hook, behave: (...behaviours) => recording.behave(...behaviours) };
}

const served = new Map(Object.entries(hooks).map(([platform, options]) => [platform, serveHook(options)]));

serveWorker(async (message: HookWorkerMessage): Promise<unknown> => {
  const of = served.get(message.platform);
  if (of === undefined) throw new Error(`There is no hook of ${message.platform}.`);
  switch (message.type) {
    case 'call':
      return Promise.all(message.calls.map((call) => callHook(of, call)));
    case 'behave':
      of.behave(...message.behaviours);
      return null;
  }
});

async function callHook({ hook }: ServedHook, { method, headers, body }: HookCall): Promise<PlayedReply> {
  const response = await hook(new Request('http://127.0.0.1/send-sms', { method, headers: { ...headers }, body }));
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
