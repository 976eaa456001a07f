/** Three processes on one store. */
import type { GuessingProcess, StoreEvent } from '@countersign/otp-testing';
import { startWorker, type Worker, type WorkerOptions } from '@countersign/test-servers/start-worker';
import type { StoreWorkerInput, StoreWorkerMessage } from './store-worker.ts';

export type StoreWorker = Worker<StoreWorkerMessage>;

const FILE = new URL('./store-worker.ts', import.meta.url);

export function startStoreWorker(
  input: StoreWorkerInput,
  options: Pick<WorkerOptions, 'clockSkewMs' | 'onNote'> = {},
): Promise<StoreWorker> {
  return startWorker<StoreWorkerMessage>(FILE, { ...options, input });
}

/** A worker as `playGuessingRounds` speaks to it. */
export function playerOf(worker: StoreWorker): GuessingProcess {
  return { call: (requests) => worker.ask<readonly StoreEvent[]>({ type: 'call', requests }) };
}

/** Starts one for each of the options, and ends all of them whatever becomes of the work. */
export async function withStoreWorkers<T>(
  input: StoreWorkerInput,
  options: ReadonlyArray<Pick<WorkerOptions, 'clockSkewMs' | 'onNote'>>,
  work: (workers: readonly StoreWorker[]) => Promise<T>,
): Promise<T> {
  const workers = await Promise.all(options.map((each) => startStoreWorker(input, each)));
  try {
    return await work(workers);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}
