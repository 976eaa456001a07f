/**
 * Verifications as Telnyx keeps them. Documented are the life of a code, the states, and `accepted` or `rejected` for a
 * guess. Not documented are what a second start does to the first (here: both stay, and a check by number means the
 * latest), how many guesses are allowed (here: any number, counted), and what a check of an ended one says (here:
 * `rejected` by id; by number there is none).
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { InboxPhoneNumber } from '../messages/phone-number.ts';

export interface TelnyxVerification {
  readonly id: string;
  readonly to: InboxPhoneNumber;
  readonly profileId: string;
  readonly code: string;
  readonly customCode: string | null;
  readonly seconds: number;
  readonly startedAtMs: number;
  readonly isAccepted: boolean;
}

export interface TelnyxVerificationStart {
  readonly to: InboxPhoneNumber;
  readonly profileId: string;
  readonly seconds: number | null;
  readonly customCode: string | null;
}

export interface TelnyxVerifications {
  start(start: TelnyxVerificationStart): TelnyxVerification;
  find(id: string): TelnyxVerification | undefined;
  /** The latest of a number and profile that can still be accepted. */
  findPending(to: InboxPhoneNumber, profileId: string): TelnyxVerification | undefined;
  check(verification: TelnyxVerification, guess: string): 'accepted' | 'rejected';
}

/** That of a Verify profile that was left as it is. */
const PROFILE_SECONDS = 300;
const MAX_VERIFICATIONS = 1000;

export function createTelnyxVerifications(now: () => number, codeLength: number): TelnyxVerifications {
  /** Oldest first. */
  const verifications = new Map<string, TelnyxVerification>();

  function isPending({ isAccepted, startedAtMs, seconds }: TelnyxVerification): boolean {
    return !isAccepted && now() < startedAtMs + seconds * 1000;
  }

  return {
    start({ to, profileId, seconds, customCode }) {
      const verification: TelnyxVerification = {
        id: randomUUID(),
        to,
        profileId,
        code: customCode ?? String(randomInt(10 ** codeLength)).padStart(codeLength, '0'),
        customCode,
        seconds: seconds ?? PROFILE_SECONDS,
        startedAtMs: now(),
        isAccepted: false,
      };
      verifications.set(verification.id, verification);
      const [oldest] = verifications.keys();
      if (verifications.size > MAX_VERIFICATIONS && oldest !== undefined) verifications.delete(oldest);
      return verification;
    },
    find: (id) => verifications.get(id),
    findPending: (to, profileId) =>
      [...verifications.values()].findLast((each) => each.to === to && each.profileId === profileId && isPending(each)),
    check(verification, guess) {
      const current = verifications.get(verification.id);
      if (current === undefined || !isPending(current) || guess !== current.code) return 'rejected';
      verifications.set(current.id, { ...current, isAccepted: true });
      return 'accepted';
    },
  };
}
