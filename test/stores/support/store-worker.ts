/** One of several processes that share a store. */
import { randomUUID } from 'node:crypto';
import { createOtpEngine, type OtpPolicyOptions, type VerifyResult } from '@countersign/otp-core';
import type { ClaimOutcome, CodeStore, RateLimitOutcome, RateLimitWindow } from '@countersign/otp-core/spec';
import { callAtOnce, createRecordingSmsSender, recordCodeStore, type StoreRequest } from '@countersign/otp-testing';
import { type VerifyProofOptions, type VerifyProofResult, verifyProof } from '@countersign/otp-web';
import { noteForTest, serveWorker, workerInput } from '@countersign/test-servers/serve-worker';
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
  /** Claims each key, all at once, and records which of them it has. Answers with `KeyOutcome[]`. */
  | { readonly type: 'claim'; readonly keys: readonly string[]; readonly holdMs: number; readonly value: string | null }
  /** Reads each proof, all at once, and lets it be used once. Answers with `VerifyProofResult[]`. */
  | { readonly type: 'prove'; readonly proofs: readonly string[]; readonly options: ProofReading }
  /** Opens challenges and guesses at them, one call after the other. Answers when all rounds are done. */
  | { readonly type: 'hammer'; readonly subjects: readonly string[]; readonly rounds: number };

/** What of the options goes from process to process. */
export type ProofReading = Pick<VerifyProofOptions, 'audience' | 'purpose' | 'tenant'> & { readonly key: string };

/** What a process was told of a key. */
export interface KeyOutcome {
  readonly key: string;
  readonly claim: ClaimOutcome;
}

export interface CodeAtHand {
  readonly challenge: string;
  readonly code: string;
  readonly expiresAtMs: number;
}

const { place, policy = {}, notesHistory = false } = workerInput<StoreWorkerInput>();
const { store, limiter, once } = await openStore(place);
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
    case 'claim':
      return Promise.all(message.keys.map((key) => claim(key, message.holdMs, message.value)));
    case 'prove':
      return prove(message.proofs, message.options);
    case 'hammer':
      return hammer(recorded, message.subjects, message.rounds);
  }
});

async function request(to: string): Promise<CodeAtHand> {
  const result = await otp.request({ to });
  if (!result.ok) throw new Error(`expected a challenge, got ${result.reason}`);
  return { challenge: result.challenge, code: sender.lastCode(to), expiresAtMs: result.expiresAt.getTime() };
}

/** `null`: the process does not say what came of it. */
async function claim(key: string, holdMs: number, value: string | null): Promise<KeyOutcome> {
  const outcome = await once.claim({ key, ttlMs: 600_000, holdMs, nowMs: null });
  if (outcome.status === 'claimed' && value !== null) {
    await once.record({ key, token: outcome.token, value, nowMs: null });
  }
  return { key, claim: outcome };
}

function prove(proofs: readonly string[], options: ProofReading): Promise<readonly VerifyProofResult[]> {
  return Promise.all(proofs.map((proof) => verifyProof(proof, { ...options, once })));
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
