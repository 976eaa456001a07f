/** The retries of every platform, played against three processes at once: one message. */
import { randomUUID } from 'node:crypto';
import { createMemoryOnceStore } from '@countersign/otp-core/memory';
import { createSendHook, type PlatformOptions, type SendHookOptions } from '@countersign/otp-hooks';
import {
  createPlatformPlayer,
  type HookCall,
  type PlatformPlayer,
  type PlatformVerdict,
  type PlayedCode,
} from '@countersign/otp-hooks/play';
import { createRecordingSmsSender, type SendBehaviour } from '@countersign/otp-testing';
import { startPostgres } from '@countersign/test-servers/postgres';
import { startRedis } from '@countersign/test-servers/redis';
import { startWorker, type Worker } from '@countersign/test-servers/start-worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_SECRET, optionsOf, PLATFORM_OPTIONS } from '../../packages/otp-hooks/src/test-support/platform-options.ts';
import { migrateAt } from '../stores/support/start-place.ts';
import type { HookWorkerInput, HookWorkerMessage, PlayedReply } from './support/hook-worker.ts';
import type { OncePlace } from './support/open-once.ts';

const WORKER = new URL('./support/hook-worker.ts', import.meta.url);

/** Whoever can be called as a process of a deployment. */
interface Instance {
  call(calls: readonly HookCall[]): Promise<readonly PlayedReply[]>;
  behave(...behaviours: readonly SendBehaviour[]): Promise<unknown>;
}

/** Three of them for each platform, and the messages that left any. */
interface Deployment {
  instancesFor(platform: PlatformOptions): readonly Instance[];
  readonly sent: readonly string[];
  stop(): Promise<void>;
}

interface Started {
  readonly place: OncePlace | null;
  stop(): Promise<void>;
}

const PLACES: ReadonlyArray<readonly [name: string, start: () => Promise<Started>]> = [
  ['memory', async () => ({ place: null, stop: async () => undefined })],
  [
    'Redis',
    async () => {
      const server = await startRedis();
      return { place: { kind: 'redis', url: server.url, prefix: `hooks-${randomUUID()}:` }, stop: server.stop };
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const server = await startPostgres();
      await migrateAt(server.url);
      return { place: { kind: 'postgres', url: server.url }, stop: server.stop };
    },
  ],
];

async function deploy(
  place: OncePlace | null,
  platforms: readonly PlatformOptions[],
  deadlineMs = 10_000,
): Promise<Deployment> {
  const settings = { keySecret: KEY_SECRET, message: { appName: 'Acme' }, deadlineMs };
  const hooks = Object.fromEntries(platforms.map((platform) => [platform.platform, { ...platform, ...settings }]));
  return place === null ? deployInMemory(hooks) : deployWorkers(place, hooks);
}

/** A memory store serves one process: three hooks of it. */
function deployInMemory(hooks: HookWorkerInput['hooks']): Deployment {
  const once = createMemoryOnceStore();
  const sent: string[] = [];
  const serve = (options: object): Instance => {
    const recording = createRecordingSmsSender();
    const sender = {
      ...recording,
      send: async (message: Parameters<typeof recording.send>[0]) => {
        sent.push(message.to);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return recording.send(message);
      },
    };
    const hook = createSendHook({ ...options, sender, once } as unknown as SendHookOptions);
    const answer = async ({ method, headers, body }: HookCall): Promise<PlayedReply> => {
      const response = await hook(new Request('http://127.0.0.1/', { method, headers: { ...headers }, body }));
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    };
    return {
      call: (calls) => Promise.all(calls.map(answer)),
      behave: async (...behaviours) => recording.behave(...behaviours),
    };
  };
  const instances = new Map(
    Object.entries(hooks).map(([platform, options]) => [platform, [1, 2, 3].map(() => serve(options))]),
  );
  return { instancesFor: ({ platform }) => instances.get(platform) ?? [], sent, stop: async () => undefined };
}

/** Three processes serve all platforms: a start of each for every one would be most of the work. */
async function deployWorkers(place: OncePlace, hooks: HookWorkerInput['hooks']): Promise<Deployment> {
  const sent: string[] = [];
  const input: HookWorkerInput = { place, hooks };
  const onNote = (note: unknown) => sent.push(String(note));
  const workers: Worker<HookWorkerMessage>[] = await Promise.all(
    [1, 2, 3].map(() => startWorker<HookWorkerMessage>(WORKER, { input, onNote })),
  );
  return {
    sent,
    instancesFor: ({ platform }) =>
      workers.map((worker) => ({
        call: (calls) => worker.ask<readonly PlayedReply[]>({ type: 'call', platform, calls }),
        behave: (...behaviours) => worker.ask({ type: 'behave', platform, behaviours }),
      })),
    stop: async () => void (await Promise.all(workers.map((worker) => worker.stop()))),
  };
}

/** What the platform makes of replies. */
function judgeWith(player: PlatformPlayer, replies: readonly PlayedReply[]): PlatformVerdict[] {
  return replies.map(({ status, headers, body }) =>
    player.judge({ status, headers: { get: (name) => headers[name] ?? null }, body }),
  );
}

let lastNumber = 0;
function nextCode(): PlayedCode {
  lastNumber += 1;
  return { phoneNumber: `+1415555${1000 + lastNumber}`, code: '493027', sendId: randomUUID(), madeAtMs: Date.now() };
}

describe.each(PLACES)('three processes that share %s', (_place, start) => {
  let started: Started;
  let deployment: Deployment;
  beforeAll(async () => {
    started = await start();
    deployment = await deploy(started.place, PLATFORM_OPTIONS);
  }, 60_000);
  afterAll(async () => {
    await deployment?.stop();
    await started?.stop();
  });

  describe.each(PLATFORM_OPTIONS.map((options) => [options.platform, options] as const))(
    'and serve %s',
    (_name, platform) => {
      const player = createPlatformPlayer(platform);
      const instances = () => deployment.instancesFor(platform);

      /** All tries of the platform, at every process, at once. */
      async function askAll(code: PlayedCode): Promise<readonly PlatformVerdict[]> {
        const tries = Math.max(2, player.pattern.tries);
        const replies = await Promise.all(
          instances().map(async ({ call }) =>
            call(await Promise.all(Array.from({ length: tries }, () => player.write(code)))),
          ),
        );
        return judgeWith(player, replies.flat());
      }

      const messagesTo = ({ phoneNumber }: PlayedCode) => deployment.sent.filter((to) => to === phoneNumber).length;

      it('send one message for all its tries at once, and none for those that come later', async () => {
        const code = nextCode();
        expect(new Set((await askAll(code)).map(({ status }) => status))).toEqual(new Set(['taken']));
        expect(new Set((await askAll(code)).map(({ status }) => status))).toEqual(new Set(['taken']));
        expect(messagesTo(code)).toBe(1);
      });

      it('send one message that may have left, and no other', async () => {
        const code = nextCode();
        for (const { behave } of instances()) await behave('leave-unknown');
        await askAll(code);
        expect((await askAll(code)).every(({ status }) => status === 'taken')).toBe(true);
        expect(messagesTo(code)).toBe(1);
        // What the other two were told to do is done with.
        for (const instance of instances()) {
          const [call] = [await player.write(nextCode())];
          await instance.call([call]);
        }
      });

      it('send one message after a refusal, and never say that one was sent before it was', async () => {
        const code = nextCode();
        const [first] = instances();
        await first?.behave('refuse');
        const replies = await first?.call([await player.write(code)]);
        const told = judgeWith(player, replies ?? []);
        expect(told.some(({ status }) => status === 'taken')).toBe(false);
        expect((await askAll(code)).every(({ status }) => status === 'taken')).toBe(true);
        // One that was refused, one that left.
        expect(messagesTo(code)).toBe(2);
      });
    },
  );

  it('answer within their deadline while the provider hangs, and no retry sends', async () => {
    const deadlineMs = 1_500;
    const supabase = optionsOf('supabase');
    const hanging = await deploy(started.place, [supabase], deadlineMs);
    const instances = hanging.instancesFor(supabase);
    try {
      const player = createPlatformPlayer(supabase);
      const code = nextCode();
      for (const { behave } of instances) await behave('hang');
      const beganMs = performance.now();
      const replies = await Promise.all(
        instances.map(async ({ call }) => call([await player.write(code), await player.write(code)])),
      );
      expect(performance.now() - beganMs).toBeLessThan(deadlineMs + 1_000);
      const later = await Promise.all(instances.map(async ({ call }) => call([await player.write(code)])));
      const verdicts = judgeWith(player, [...replies.flat(), ...later.flat()]);
      expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['taken']));
      expect(hanging.sent).toEqual([code.phoneNumber]);
    } finally {
      await hanging.stop();
    }
  }, 60_000);
});

describe.each(PLACES.filter(([name]) => name !== 'memory'))('three processes whose %s is down', (_place, start) => {
  it('send nothing, and never say that they did', async () => {
    const { place, stop } = await start();
    const supabase = optionsOf('supabase');
    const deployment = await deploy(place, [supabase], 4_000);
    try {
      const player = createPlatformPlayer(supabase);
      await stop();
      const code = nextCode();
      const replies = await Promise.all(
        deployment.instancesFor(supabase).map(async ({ call }) => call([await player.write(code)])),
      );
      for (const { status } of judgeWith(player, replies.flat())) expect(status).not.toBe('taken');
      expect(deployment.sent).toEqual([]);
    } finally {
      await deployment.stop();
    }
  }, 90_000);
});
