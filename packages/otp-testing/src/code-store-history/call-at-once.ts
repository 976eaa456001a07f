import { askStore } from '../code-store-model/ask-store.ts';
import type { StoreRequest } from '../code-store-model/reference-step.ts';
import type { RecordedCodeStore } from './record-code-store.ts';
import type { StoreEvent } from './store-event.ts';

/**
 * Makes all calls before it waits for any, and answers with their events once each has ended, be it with an error.
 * Requests and events are plain data: this is all that a worker process has to do.
 *
 * @example
 * // worker.ts, started with child_process.fork
 * const store = recordCodeStore(createMyStore(), { process: `worker ${process.pid}` });
 * process.on('message', async (requests: StoreRequest[]) => process.send?.(await callAtOnce(store, requests)));
 */
export async function callAtOnce(
  store: RecordedCodeStore,
  requests: readonly StoreRequest[],
): Promise<readonly StoreEvent[]> {
  const before = store.history.length;
  await Promise.allSettled(requests.map((request) => askStore(store, request)));
  return store.history.slice(before);
}
