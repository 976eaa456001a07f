/** A server that lives as long as a measurement. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import type { Command } from './cores.ts';

export interface LoopbackServerOptions {
  readonly command: Command;
  /** Its own, removed with it. */
  readonly folder: string;
  /** What it says once it serves. */
  readonly ready: RegExp;
  /** Ends it at once, and whatever it has started. */
  readonly endSignal: NodeJS.Signals;
  /** Asks it to end by itself, where that is a part of what is measured. Default: `endSignal`. */
  readonly stopSignal?: NodeJS.Signals;
  /** Is given each whole line that it says. */
  readonly onLine?: (line: string) => void;
  /** Another user than this process's. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly environment?: NodeJS.ProcessEnv;
}

export interface LoopbackServer {
  readonly pid: number;
  /** Once all that it said was read. Its exit code; `null` where the signal itself ended it. */
  stop(): Promise<number | null>;
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
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const end = (): Promise<void> => {
    server.kill(options.endSignal);
    removeFolder(options.folder);
    // What it wrote until it had ended.
    return ended.then(() => removeFolder(options.folder));
  };
  const { size } = ends;
  ends.add(end);
  if (size === 0) watchEnd();
  if (options.onLine !== undefined) readLines(server, options.onLine);
  await untilReady(server, options.ready);
  return {
    pid: server.pid ?? Number.NaN,
    async stop() {
      ends.delete(end);
      if (ends.size === 0) unwatchEnd();
      if (server.exitCode === null && server.signalCode === null) {
        server.kill(options.stopSignal ?? options.endSignal);
      }
      await ended;
      removeFolder(options.folder);
      return server.exitCode;
    },
  };
}

/** However the benchmark ends, its servers end with it. */
const ends = new Set<() => Promise<void>>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function watchEnd(): void {
  process.once('exit', endAll);
  for (const signal of SIGNALS) process.on(signal, endProcess);
}

function unwatchEnd(): void {
  process.removeListener('exit', endAll);
  for (const signal of SIGNALS) process.removeListener(signal, endProcess);
}

function endAll(): void {
  for (const end of ends) void end();
}

const PATIENCE_MS = 3_000;
let isEnding = false;

function endProcess(signal: NodeJS.Signals): void {
  // A signal may come twice: from the terminal, and passed on by whoever started us.
  if (isEnding) return;
  isEnding = true;
  const exit = () => process.exit(128 + constants.signals[signal]);
  setTimeout(exit, PATIENCE_MS);
  void Promise.all([...ends].map((end) => end())).then(exit);
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

function readLines(server: ChildProcess, onLine: (line: string) => void): void {
  let rest = '';
  server.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}

function untilReady(server: ChildProcess, ready: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    let isReady = false;
    // Also read later on: a full pipe would stop the server.
    for (const stream of [server.stdout, server.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        if (isReady) return;
        log = `${log}${text}`.slice(-KEPT_LOG);
        if (!ready.test(log)) return;
        isReady = true;
        resolve();
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
