/**
 * Runs scripts: EVALSHA, and EVAL only where the server does not know the script. Every run ends within the deadline.
 * While the client is not ready, runs wait here rather than in the client's queue, from where a run that was given up
 * would be sent all the same once the connection is back.
 */
import type { Script } from '../scripts/define-script.ts';
import type { RedisPort, ScriptArgument } from './redis-port.ts';
import { createStoreError, isUnknownScript, nameFault } from './store-fault.ts';

export interface ScriptRunner {
  /** @throws OtpStoreError, and nothing else */
  run(script: Script, key: string, args: readonly ScriptArgument[], timeoutMs: number): Promise<unknown>;
  /** Whatever is under way ends now. */
  close(): void;
}

export interface ScriptRunnerOptions {
  readonly port: RedisPort;
  readonly onReply: () => void;
  /** Told the name of every fault. */
  readonly onFault: (fault: string) => void;
}

interface Run {
  readonly script: Script;
  readonly key: string;
  readonly args: readonly ScriptArgument[];
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
  timer: NodeJS.Timeout | undefined;
}

export function createScriptRunner({ port, onReply, onFault }: ScriptRunnerOptions): ScriptRunner {
  const underWay = new Set<Run>();
  /** Of those under way, the ones that are not sent yet. */
  const waiting = new Set<Run>();
  let stopListening: (() => void) | null = null;

  function succeed(run: Run, reply: unknown): void {
    underWay.delete(run);
    clearTimeout(run.timer);
    run.resolve(reply);
    onReply();
  }

  function fail(run: Run, fault: string): void {
    // A run that was given up already may fail once more when its connection does.
    if (!underWay.delete(run)) return;
    stopWaiting(run);
    clearTimeout(run.timer);
    run.reject(createStoreError(fault));
    onFault(fault);
  }

  function send(run: Run): void {
    const { script, key, args } = run;
    attempt(
      () => port.runKnown(script, key, args),
      (reply) => succeed(run, reply),
      (error) => (isUnknownScript(error) ? sendSource(run) : fail(run, nameFault(error))),
    );
  }

  function sendSource(run: Run): void {
    // Given up meanwhile: what nobody waits for is not done.
    if (!underWay.has(run)) return;
    const { script, key, args } = run;
    attempt(
      () => port.runSource(script, key, args),
      (reply) => succeed(run, reply),
      (error) => fail(run, nameFault(error)),
    );
  }

  /** Listens while something waits, and no longer: an injected client is left as it was found. */
  function waitUntilReady(run: Run): void {
    waiting.add(run);
    stopListening ??= port.onChange(readState);
    port.wake();
  }

  function stopWaiting(run: Run): void {
    if (!waiting.delete(run) || waiting.size > 0) return;
    stopListening?.();
    stopListening = null;
  }

  function readState(): void {
    if (port.isClosed()) for (const run of [...waiting]) fail(run, 'CLIENT_CLOSED');
    if (!port.isReady()) return;
    for (const run of [...waiting]) {
      stopWaiting(run);
      send(run);
    }
  }

  return {
    run(script, key, args, timeoutMs) {
      return new Promise((resolve, reject) => {
        const run: Run = { script, key, args, resolve, reject, timer: undefined };
        underWay.add(run);
        run.timer = setTimeout(fail, timeoutMs, run, 'TIMEOUT');
        if (port.isReady()) send(run);
        else if (port.isClosed()) fail(run, 'CLIENT_CLOSED');
        else waitUntilReady(run);
      });
    },

    close() {
      for (const run of [...underWay]) fail(run, 'CLOSED');
    },
  };
}

/** A client may throw as well as reject. */
function attempt(
  start: () => Promise<unknown>,
  onReply: (reply: unknown) => void,
  onError: (error: unknown) => void,
): void {
  try {
    start().then(onReply, onError);
  } catch (error) {
    onError(error);
  }
}
