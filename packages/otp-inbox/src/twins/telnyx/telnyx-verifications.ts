/**
 * Verifications as Telnyx keeps them. Documented are the life of a code, the states, and `accepted` or `rejected` for a
 * guess. Not documented are what a second start does to the first (here: both stay, and a check by number means the
 * latest), how many guesses are allowed (here: any number), and what a check of an ended one says (here: `rejected` by
 * id; by number there is none).
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { InboxPhoneNumber } from '../../messages/phone-number.ts';
import { BoundedMap, MAX_REMEMBERED } from '../bounded-map.ts';

export interface TelnyxVerification {
  readonly id: string;
  readonly to: InboxPhoneNumber;
  readonly profileId: string;
  readonly type: 'sms' | 'call';
  readonly code: string;
  readonly customCode: string | null;
  readonly seconds: number;
  readonly startedAtMs: number;
  readonly updatedAtMs: number;
  readonly outcome: 'accepted' | 'rejected' | null;
}

export interface TelnyxVerificationStart {
  readonly to: InboxPhoneNumber;
  readonly profileId: string;
  readonly type: 'sms' | 'call';
  readonly seconds: number | null;
  readonly customCode: string | null;
}

export interface TelnyxVerifications {
  /** Makes one; it is not kept before `keep`. */
  prepare(start: TelnyxVerificationStart): TelnyxVerification;
  keep(verification: TelnyxVerification): void;
  find(id: string): TelnyxVerification | undefined;
  /** Of a number, newest first. */
  listOf(to: InboxPhoneNumber): readonly TelnyxVerification[];
  /** The latest of a number and profile that can still be accepted. */
  findPending(to: InboxPhoneNumber, profileId: string): TelnyxVerification | undefined;
  check(verification: TelnyxVerification, guess: string): 'accepted' | 'rejected';
  /** Ends one whose code somebody else has checked. */
  end(verification: TelnyxVerification, outcome: 'accepted' | 'rejected'): void;
  statusOf(verification: TelnyxVerification): 'pending' | 'accepted' | 'invalid' | 'expired';
}

/** That of a Verify profile that was left as it is. */
const PROFILE_SECONDS = 300;

export function createTelnyxVerifications(now: () => number, codeLength: number): TelnyxVerifications {
  /** Oldest first. */
  const verifications = new BoundedMap<string, TelnyxVerification>(MAX_REMEMBERED);

  function isPending({ outcome, startedAtMs, seconds }: TelnyxVerification): boolean {
    return outcome === null && now() < startedAtMs + seconds * 1000;
  }

  function end(verification: TelnyxVerification, outcome: 'accepted' | 'rejected'): void {
    verifications.set(verification.id, { ...verification, outcome, updatedAtMs: now() });
  }

  return {
    prepare: ({ to, profileId, type, seconds, customCode }) => ({
      id: randomUUID(),
      to,
      profileId,
      type,
      code: customCode ?? String(randomInt(10 ** codeLength)).padStart(codeLength, '0'),
      customCode,
      seconds: seconds ?? PROFILE_SECONDS,
      startedAtMs: now(),
      updatedAtMs: now(),
      outcome: null,
    }),
    keep: (verification) => void verifications.set(verification.id, verification),
    find: (id) => verifications.get(id),
    listOf: (to) => [...verifications.values()].filter((each) => each.to === to).reverse(),
    findPending: (to, profileId) =>
      [...verifications.values()].findLast((each) => each.to === to && each.profileId === profileId && isPending(each)),
    check(verification, guess) {
      const current = verifications.get(verification.id);
      if (current === undefined || !isPending(current) || guess !== current.code) return 'rejected';
      end(current, 'accepted');
      return 'accepted';
    },
    end,
    statusOf(verification) {
      const { outcome } = verification;
      if (outcome !== null) return outcome === 'accepted' ? 'accepted' : 'invalid';
      return isPending(verification) ? 'pending' : 'expired';
    },
  };
}
