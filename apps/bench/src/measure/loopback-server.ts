/** A server that lives as long as a measurement. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Command } from './cores.ts';

export interface LoopbackServerOptions {
  readonly command: Command;
  /** Its own, removed with it. */
  readonly folder: string;
  /** What it says once it serves. */
  readonly ready: RegExp;
  /** Ends it at once, and whatever it has started. */
  readonly endSignal: NodeJS.Signals;
  /** Another user than this process's. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly environment?: NodeJS.ProcessEnv;
}

export interface LoopbackServer {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Of the end of its log, when it does not serve. */
const KEPT_LOG = 10_000;

/** @throws Error with its log when it ends before it serves */
export async function startLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const [program, ...argumentList] = options.command;
  const server = spawn(program, argumentList, {
    cwd: options.folder,
    env: options.environment ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.owner,
  });
  const end = () => {
    server.kill(options.endSignal);
    rmSync(options.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const { size } = ends;
  ends.add(end);
  if (size === 0) watchEnd();
  await untilReady(server, options.ready);
  return {
    pid: server.pid ?? Number.NaN,
    async stop() {
      ends.delete(end);
      if (ends.size === 0) unwatchEnd();
      if (server.exitCode === null && server.signalCode === null) {
        const ended = once(server, 'exit');
        server.kill(options.endSignal);
        await ended;
      }
      end();
    },
  };
}

/** However the benchmark ends, its servers end with it. */
const ends = new Set<() => void>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function watchEnd(): void {
  process.once('exit', endAll);
  for (const signal of SIGNALS) process.once(signal, endProcess);
}

function unwatchEnd(): void {
  process.removeListener('exit', endAll);
  for (const signal of SIGNALS) process.removeListener(signal, endProcess);
}

function endAll(): void {
  for (const end of ends) end();
}

function endProcess(): void {
  process.exit(1);
}

function untilReady(server: ChildProcess, ready: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    // Also read later on: a full pipe would stop the server.
    for (const stream of [server.stdout, server.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        log = `${log}${text}`.slice(-KEPT_LOG);
        if (ready.test(log)) resolve();
      });
    }
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`${server.spawnargs.join(' ')} ended before it served:\n${log}`)));
  });
}

/** Free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port of loopback is free.');
  return address.port;
}
