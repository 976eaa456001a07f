/** A process of its own: its store asks the parent, which keeps the only real one, as a client asks a server. */
import { setImmediate as turn } from 'node:timers/promises';
import type { CodeStore } from '@countersign/otp-core/spec';
import { callAtOnce } from '../code-store-history/call-at-once.ts';
import { recordCodeStore } from '../code-store-history/record-code-store.ts';
import type { StoreOutcome, StoreRequest } from '../code-store-model/reference-step.ts';

/** What goes to and fro between the two. */
export type ToWorker =
  | { readonly type: 'call'; readonly requests: readonly StoreRequest[] }
  | { readonly type: 'answer'; readonly id: number; readonly outcome?: StoreOutcome };
export type FromWorker =
  | { readonly type: 'ask'; readonly id: number; readonly request: StoreRequest }
  | { readonly type: 'events'; readonly events: Awaited<ReturnType<typeof callAtOnce>> };

const waiting = new Map<number, (outcome: StoreOutcome) => void>();
let asked = 0;

function tell(message: FromWorker): void {
  process.send?.(message);
}

async function ask<Outcome>(request: StoreRequest): Promise<Outcome> {
  await turn();
  asked += 1;
  const id = asked;
  tell({ type: 'ask', id, request });
  return new Promise<StoreOutcome>((resolve) => waiting.set(id, resolve)) as Promise<Outcome>;
}

const client: CodeStore = {
  specificationVersion: 'v1',
  storeId: 'client',
  issue: (input) => ask({ verb: 'issue', input }),
  redeem: (input) => ask({ verb: 'redeem', input }),
  settle: (input) => ask({ verb: 'settle', input }),
  discard: (input) => ask({ verb: 'discard', input }),
  unlock: (input) => ask({ verb: 'unlock', input }),
};

const store = recordCodeStore(client, { process: `process ${process.pid}` });

process.on('message', async (message: ToWorker) => {
  if (message.type === 'answer') waiting.get(message.id)?.(message.outcome);
  else tell({ type: 'events', events: await callAtOnce(store, message.requests) });
});
