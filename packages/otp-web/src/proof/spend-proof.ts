/** Lets a proof be used once. The claim alone decides, in one trip: nothing is done under it that could fail and be tried again. */
import { giveBackClaim, isOptions, OtpStoreError } from '@countersign/otp-core/adapter';
import type { ClaimOutcome, OnceStore } from '@countersign/otp-core/spec';

/** As long as the engine waits for a store. */
const STORE_TIMEOUT_MS = 2_000;

export interface ProofUse {
  readonly once: OnceStore;
  /** Random, so that the store learns nothing of the number. */
  readonly id: string;
  /** Until nobody takes the proof any more. */
  readonly ttlMs: number;
  readonly nowMs: number | null;
}

/**
 * True for one caller only, whichever process asks.
 *
 * @throws OtpStoreError, with words of our own, where the store does not answer in time, fails, or answers nonsense
 */
export async function spendProof({ once, id, ttlMs, nowMs }: ProofUse): Promise<boolean> {
  const key = `proof:${id}`;
  const ask = () => once.claim({ key, ttlMs, holdMs: ttlMs, nowMs });
  const outcome = await answerOf(ask, ({ token }) => giveBackClaim(() => once.release({ key, token }), ttlMs));
  switch (outcome?.status) {
    case 'claimed':
      return true;
    case 'under-way':
    case 'done':
      return false;
    default:
      throw unavailable('answered nonsense');
  }
}

type Claimed = Extract<ClaimOutcome, { readonly status: 'claimed' }>;

/** @param onLate told of a claim that came when nobody waited any more: the proof was not taken */
async function answerOf(
  ask: () => Promise<ClaimOutcome>,
  onLate: (claimed: Claimed) => void,
): Promise<ClaimOutcome | undefined> {
  const asking = startAsking(ask);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(unavailable('did not answer in time'));
      asking.then(
        (outcome) => outcome?.status === 'claimed' && onLate(outcome),
        () => undefined,
      );
    }, STORE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([asking, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function startAsking(ask: () => Promise<ClaimOutcome>): Promise<ClaimOutcome> {
  try {
    return await ask();
  } catch (error) {
    throw errorOf(error);
  }
}

/** A store's own error may hold addresses: its code and the name of its fault are all that is passed on. */
function errorOf(error: unknown): OtpStoreError {
  if (OtpStoreError.isInstance(error) && error.code === 'OTP_STORE_FULL') {
    return new OtpStoreError(error.code, 'The once store is full. The proof was not taken.');
  }
  const { code, fault = code }: { code?: unknown; fault?: unknown } = isOptions(error) ? error : {};
  const isName = typeof fault === 'string' && /^[A-Z_]{2,40}$/.test(fault) && !fault.startsWith('OTP_');
  return isName ? unavailable(`failed: ${fault}`, fault) : unavailable('failed');
}

function unavailable(what: string, fault?: string): OtpStoreError {
  return new OtpStoreError('OTP_STORE_UNAVAILABLE', `The once store ${what}. The proof was not taken.`, fault);
}
