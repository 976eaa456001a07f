/** A way to run scripts for a store's options: over a client that was given, or over one of ours made on first use. */
import { OtpConfigurationError, readStoreTimeout } from '@countersign/otp-core/adapter';
import type { StoreCallOptions } from '@countersign/otp-core/spec';
import type { RedisClient, ResolvedRedisStoreOptions } from '../redis-store-options.ts';
import type { Script } from '../scripts/define-script.ts';
import { createIoredisPort, isIoredisLike } from './ioredis-port.ts';
import { preparePort, type RedisLibrary } from './make-client.ts';
import { createNodeRedisPort } from './node-redis-port.ts';
import type { RedisPort, ScriptArgument } from './redis-port.ts';
import type { RedisAddress } from './redis-url.ts';
import { createScriptRunner, type ScriptRunner } from './script-runner.ts';
import { createServerWatch } from './server-watch.ts';
import { createStoreError } from './store-fault.ts';

export interface OpenRedis {
  /** @throws OtpStoreError; OtpMisuseError for options that make no sense; OtpConfigurationError where no client library is installed */
  run(script: Script, key: string, args: readonly ScriptArgument[], options?: StoreCallOptions): Promise<unknown>;
  close(): Promise<void>;
}

export function openRedis(options: ResolvedRedisStoreOptions): OpenRedis {
  const { source, commandTimeoutMs } = options;
  const watch = createServerWatch(options.onWarning);
  let isClosed = false;
  let runner: ScriptRunner | null = source.kind === 'client' ? start(portOf(source.client, commandTimeoutMs)) : null;
  let opening: Promise<ScriptRunner> | null = null;
  let ours: RedisPort | null = null;

  function start(port: RedisPort): ScriptRunner {
    const onReply = () => watch.onReply(port);
    return createScriptRunner({ port, onReply, onFault: watch.onFault });
  }

  async function open(address: RedisAddress, library: RedisLibrary | null): Promise<ScriptRunner> {
    try {
      const make = await preparePort({ address, library, timeoutMs: commandTimeoutMs });
      // A client that is made connects, and some libraries see that through whatever they are told.
      if (!isClosed) ours = make();
    } catch (error) {
      // Nothing is remembered of a failure: the next call tries again.
      opening = null;
      if (!OtpConfigurationError.isInstance(error)) throw createStoreError('CLIENT_FAILED');
      watch.onMissingLibrary(error.message);
      throw error;
    }
    if (ours === null) throw createStoreError('CLOSED');
    runner = start(ours);
    return runner;
  }

  function end(): void {
    runner?.close();
    ours?.disconnect();
  }

  return {
    async run(script, key, args, callOptions) {
      const timeoutMs = readStoreTimeout(callOptions, commandTimeoutMs);
      if (isClosed) throw createStoreError('CLOSED');
      if (runner !== null) return runner.run(script, key, args, timeoutMs);
      if (source.kind === 'address') opening ??= open(source.address, source.library);
      const opened = await opening;
      if (isClosed || opened === null) throw createStoreError('CLOSED');
      return opened.run(script, key, args, timeoutMs);
    },

    async close() {
      if (isClosed) return;
      isClosed = true;
      end();
    },
  };
}

function portOf(client: RedisClient, timeoutMs: number): RedisPort {
  return isIoredisLike(client) ? createIoredisPort(client) : createNodeRedisPort(client, timeoutMs);
}
