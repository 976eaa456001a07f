/** One of several processes that receive the hooks of one platform and share a store. */
import { createSendHook, type SendHookOptions } from '@countersign/otp-hooks';
import type { HookCall } from '@countersign/otp-hooks/play';
import { createRecordingSmsSender, type SendBehaviour } from '@countersign/otp-testing';
import { noteForTest, serveWorker, workerInput } from '@countersign/test-servers/serve-worker';
import { type OncePlace, openOnce } from './open-once.ts';

export interface HookWorkerInput {
  readonly place: OncePlace;
  /** Without what a process makes itself. */
  readonly options: object;
}

export type HookWorkerMessage =
  /** Calls of the platform, all at once. Answers with `PlayedReply[]`. */
  | { readonly type: 'call'; readonly calls: readonly HookCall[] }
  /** How the provider fares with the next messages of this process. */
  | { readonly type: 'behave'; readonly behaviours: readonly SendBehaviour[] };

export interface PlayedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const { place, options } = workerInput<HookWorkerInput>();
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
const hook = createSendHook({ ...options, sender, once: await openOnce(place) } as unknown as SendHookOptions);

serveWorker(async (message: HookWorkerMessage): Promise<unknown> => {
  switch (message.type) {
    case 'call':
      return Promise.all(message.calls.map(call));
    case 'behave':
      recording.behave(...message.behaviours);
      return null;
  }
});

async function call({ method, headers, body }: HookCall): Promise<PlayedReply> {
  const response = await hook(new Request('http://127.0.0.1/send-sms', { method, headers: { ...headers }, body }));
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
