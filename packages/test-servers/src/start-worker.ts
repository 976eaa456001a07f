/** Starts a TypeScript file as a process of its own, as a further instance of a deployment would run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { within } from './until.ts';
import { type Answer, readLines } from './worker-protocol.ts';

export interface WorkerOptions {
  /** For `workerInput`. */
  readonly input?: unknown;
  /** How wrong its clock is. @defaultValue 0 */
  readonly clockSkewMs?: number;
  /** Hears what the worker notes unasked. */
  readonly onNote?: (note: unknown) => void;
}

export interface Worker<Message> {
  /** Rejects when the work fails, when the process ends without an answer, and when it takes too long. */
  ask<T>(message: Message, patienceMs?: number): Promise<T>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Closes its input, on which it ends. */
  stop(): Promise<void>;
  /** What it printed on standard error: warnings, and the reason when it ended by itself. */
  errors(): string;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

const PATIENCE_MS = 60_000;

/** @param file imports packages by name and thus, outside of Vitest, as they were built */
export async function startWorker<Message>(file: URL, options: WorkerOptions = {}): Promise<Worker<Message>> {
  const { clockSkewMs = 0 } = options;
  const preload = clockSkewMs === 0 ? [] : ['--import', new URL('./skewed-clock.ts', import.meta.url).href];
  const flags = ['--disable-warning=ExperimentalWarning', ...preload, fileURLToPath(file)];
  const child = spawn(process.execPath, [...flags, JSON.stringify(options.input ?? null)], {
    env: { ...process.env, COUNTERSIGN_CLOCK_SKEW_MS: String(clockSkewMs) },
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let errors = '';
  let isRunning = true;
  child.stdin.on('error', () => undefined);
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  readLines(child.stdout, (line) => {
    const answer = JSON.parse(line) as Answer;
    if ('note' in answer) {
      options.onNote?.(answer.note);
      return;
    }
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) asker?.reject(new Error(answer.error));
    else asker?.resolve(answer.answer);
  });
  // Not `exit`: what it said last is still to be read then.
  const closed = once(child, 'close').then(() => {
    isRunning = false;
    for (const asker of waiting.values()) asker.reject(new Error(`The worker ended: ${errors}`));
    waiting.clear();
  });
  await once(child, 'spawn');
  const end = async (how: () => void) => {
    if (isRunning) how();
    await within('a worker to end', closed);
  };
  return {
    ask<T>(message: Message, patienceMs = PATIENCE_MS) {
      lastId += 1;
      const id = lastId;
      const answer = new Promise<T>((resolve, reject) => {
        waiting.set(id, { resolve: (value) => resolve(value as T), reject });
        if (!isRunning) reject(new Error(`The worker had ended: ${errors}`));
      });
      child.stdin.write(`${JSON.stringify({ id, message })}\n`);
      return within('an answer of a worker', answer, patienceMs);
    },
    kill: () => end(() => child.kill('SIGKILL')),
    stop: () => end(() => child.stdin.end()),
    errors: () => errors,
  };
}
