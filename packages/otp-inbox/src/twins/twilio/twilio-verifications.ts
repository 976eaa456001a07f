/**
 * What Verify knows: one verification for each service and number, with the same code until it is approved, cancelled
 * or ten minutes old, however often it is started. Five sends, five checks.
 * https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts
 */
import { randomBytes, randomInt } from 'node:crypto';
import type { InboxPhoneNumber } from '../../messages/phone-number.ts';
import { BoundedMap, MAX_REMEMBERED } from '../bounded-map.ts';
import { twilioRefusal } from './twilio-refusal.ts';

export type TwilioChannel = 'sms' | 'call' | 'whatsapp';

/** One message of a verification. */
export interface TwilioAttempt {
  readonly sid: string;
  readonly channel: TwilioChannel;
  readonly atMs: number;
  isConverted: boolean;
}

export interface TwilioVerification {
  readonly sid: string;
  readonly serviceSid: string;
  readonly to: InboxPhoneNumber;
  readonly code: string;
  readonly createdAtMs: number;
  /** Oldest first. */
  readonly attempts: readonly TwilioAttempt[];
}

export interface TwilioStart {
  readonly serviceSid: string;
  readonly to: InboxPhoneNumber;
  readonly channel: TwilioChannel;
  /** `null`: Verify makes one. */
  readonly customCode: string | null;
}

export interface TwilioVerifications {
  /** What a start would send; nothing is counted before `commit`. */
  prepare(start: TwilioStart): { readonly verification: TwilioVerification; commit(): void };
  /** The open verification by its SID or its number. */
  find(serviceSid: string, sidOrNumber: string): TwilioVerification;
  /** Counts a check; a right one ends the verification. */
  check(verification: TwilioVerification, code: string): 'approved' | 'pending';
  end(verification: TwilioVerification): void;
  /** Newest first. */
  listAttempts(): ReadonlyArray<{ readonly verification: TwilioVerification; readonly attempt: TwilioAttempt }>;
}

const LIFE_MS = 600_000;
const MAX_SENDS = 5;
const MAX_CHECKS = 5;

type Open = TwilioVerification & { attempts: TwilioAttempt[]; checks: number };

export function createTwilioVerifications(now: () => number, codeLength: number): TwilioVerifications {
  /** By service and number, oldest first. */
  const open = new BoundedMap<string, Open>(MAX_REMEMBERED);
  /** Also of those that ended, by SID of the attempt. */
  const attempts = new BoundedMap<string, { verification: TwilioVerification; attempt: TwilioAttempt }>(MAX_REMEMBERED);
  const keyOf = ({ serviceSid, to }: Pick<TwilioVerification, 'serviceSid' | 'to'>) => `${serviceSid} ${to}`;

  function forgetExpired(): void {
    for (const [key, { createdAtMs }] of open) if (createdAtMs + LIFE_MS <= now()) open.delete(key);
  }

  function find(serviceSid: string, sidOrNumber: string): Open {
    forgetExpired();
    for (const verification of open.values()) {
      const isMeant = verification.sid === sidOrNumber || verification.to === sidOrNumber;
      if (isMeant && verification.serviceSid === serviceSid) return verification;
    }
    throw twilioRefusal(404, 20404, `The requested resource /Services/${serviceSid}/Verifications was not found`);
  }

  return {
    find,
    prepare({ serviceSid, to, channel, customCode }) {
      forgetExpired();
      const known = open.get(keyOf({ serviceSid, to }));
      if (known !== undefined && known.attempts.length >= MAX_SENDS) {
        throw twilioRefusal(429, 60203, 'Max send attempts reached');
      }
      const verification: Open = known ?? {
        sid: `VE${randomBytes(16).toString('hex')}`,
        serviceSid,
        to,
        code: customCode ?? String(randomInt(10 ** codeLength)).padStart(codeLength, '0'),
        createdAtMs: now(),
        attempts: [],
        checks: 0,
      };
      return {
        verification,
        commit() {
          const sid = `VL${randomBytes(16).toString('hex')}`;
          const attempt = { sid, channel, atMs: now(), isConverted: false };
          verification.attempts.push(attempt);
          attempts.set(sid, { verification, attempt });
          open.set(keyOf(verification), verification);
        },
      };
    },
    check(verification, code) {
      const known = find(verification.serviceSid, verification.sid);
      if (known.checks >= MAX_CHECKS) throw twilioRefusal(429, 60202, 'Max check attempts reached');
      known.checks += 1;
      if (code !== known.code) return 'pending';
      for (const attempt of known.attempts) attempt.isConverted = true;
      open.delete(keyOf(known));
      return 'approved';
    },
    end(verification) {
      open.delete(keyOf(verification));
    },
    listAttempts: () => [...attempts.values()].reverse(),
  };
}
