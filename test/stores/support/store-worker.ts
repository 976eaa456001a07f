/** One of several processes that share a store. */
import { randomUUID } from 'node:crypto';
import { createOtpEngine, type OtpPolicyOptions, type VerifyResult } from '@countersign/otp-core';
import type { CodeStore, RateLimitOutcome, RateLimitWindow } from '@countersign/otp-core/spec';
import { callAtOnce, createRecordingSmsSender, recordCodeStore, type StoreRequest } from '@countersign/otp-testing';
import { noteForTest, serveWorker, workerInput } from '../../support/servers/serve-worker.ts';
import { openStore, type StorePlace } from './open-store.ts';
import { SECRET } from './secret.ts';
import { issueInput, RIGHT, redeemInput, WRONG } from './store-calls.ts';

export interface StoreWorkerInput {
  readonly place: StorePlace;
  readonly policy?: OtpPolicyOptions;
  /** Every event of the store's history is noted as it happens. */
  readonly notesHistory?: boolean;
}

export type StoreWorkerMessage =
  /** Calls of the store, all at once. Answers with their events. */
  | { readonly type: 'call'; readonly requests: readonly StoreRequest[] }
  /** Answers with `CodeAtHand`. */
  | { readonly type: 'request'; readonly to: string }
  /** Answers with `VerifyResult`. */
  | { readonly type: 'verify'; readonly challenge: string; readonly code: string }
  /** Charges, all at once. Answers with `RateLimitOutcome[]`. */
  | { readonly type: 'take'; readonly windows: readonly RateLimitWindow[]; readonly times: number }
  /** Opens challenges and guesses at them, one call after the other. Answers when all rounds are done. */
  | { readonly type: 'hammer'; readonly subjects: readonly string[]; readonly rounds: number };

export interface CodeAtHand {
  readonly challenge: string;
  readonly code: string;
  readonly expiresAtMs: number;
}

const { place, policy = {}, notesHistory = false } = workerInput<StoreWorkerInput>();
const { store, limiter } = await openStore(place);
// Ids repeat from process to process, names of histories must not.
const recorded = recordCodeStore(store, { process: randomUUID(), ...(notesHistory ? { onEvent: noteForTest } : {}) });
const sender = createRecordingSmsSender();
const otp = createOtpEngine({ provider: sender, store, secret: SECRET, policy });

serveWorker(async (message: StoreWorkerMessage): Promise<unknown> => {
  switch (message.type) {
    case 'call':
      return callAtOnce(recorded, message.requests);
    case 'request':
      return request(message.to);
    case 'verify':
      return otp.verify(message) satisfies Promise<VerifyResult>;
    case 'take':
      return take(message.windows, message.times);
    case 'hammer':
      return hammer(recorded, message.subjects, message.rounds);
  }
});

async function request(to: string): Promise<CodeAtHand> {
  const result = await otp.request({ to });
  if (!result.ok) throw new Error(`expected a challenge, got ${result.reason}`);
  return { challenge: result.challenge, code: sender.lastCode(to), expiresAtMs: result.expiresAt.getTime() };
}

function take(windows: readonly RateLimitWindow[], times: number): Promise<readonly RateLimitOutcome[]> {
  return Promise.all(Array.from({ length: times }, () => limiter.take(windows, null)));
}

/** Guesses go to the newest challenge of a number, whoever opened it: the processes get into each other's way. */
async function hammer(target: CodeStore, subjects: readonly string[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of subjects) {
      await target.issue(issueInput({ subject }));
      for (const digest of [WRONG, RIGHT]) await target.redeem(redeemInput({ subject, digests: [digest] }));
    }
  }
}
