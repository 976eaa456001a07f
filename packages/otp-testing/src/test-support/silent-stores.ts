/** Stores and limiters whose server takes every call and never answers: they give up, in their own time or in their caller's. */
import { OtpStoreError, readStoreTimeout } from '@countersign/otp-core/adapter';
import type { CodeStore, OnceStore, RateLimiter, StoreCallOptions } from '@countersign/otp-core/spec';
import { waitFor } from './is-call-options.ts';

export const OWN_TIMEOUT_MS = 50;

/** How long to wait for a server, given what a call says of its time. */
export type Patience = (options: StoreCallOptions | undefined) => number;

/** As a store has to be: the smaller of the two. */
const SOUND_PATIENCE: Patience = (options) => readStoreTimeout(options, OWN_TIMEOUT_MS);

type GiveUp = (input: unknown, options?: StoreCallOptions) => Promise<never>;

function givingUpAfter(patience: Patience): GiveUp {
  return async (_input, options) => {
    await waitFor(patience(options));
    throw new OtpStoreError('OTP_STORE_UNAVAILABLE', 'Nobody answers.');
  };
}

export function createSilentCodeStore(patience: Patience = SOUND_PATIENCE): CodeStore {
  const giveUp = givingUpAfter(patience);
  const verbs = { issue: giveUp, redeem: giveUp, settle: giveUp, discard: giveUp, unlock: giveUp };
  return { specificationVersion: 'v1', storeId: 'silent', ...verbs };
}

export function createSilentOnceStore(patience: Patience = SOUND_PATIENCE): OnceStore {
  const giveUp = givingUpAfter(patience);
  return { specificationVersion: 'v1', storeId: 'silent', claim: giveUp, record: giveUp, release: giveUp };
}

export function createSilentLimiter(patience: Patience = SOUND_PATIENCE): RateLimiter {
  const giveUp = givingUpAfter(patience);
  return { specificationVersion: 'v1', take: (windows, _nowMs, options) => giveUp(windows, options) };
}
