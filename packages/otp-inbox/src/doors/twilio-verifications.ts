/**
 * What Verify knows: one verification for each service and number, with the same code until it is approved, cancelled
 * or ten minutes old, however often it is started. Five sends, five checks.
 * https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts
 */
import { randomBytes, randomInt } from 'node:crypto';
import type { InboxPhoneNumber } from '../messages/phone-number.ts';
import { twilioRefusal } from './twilio-refusal.ts';

export interface TwilioVerification {
  readonly sid: string;
  readonly serviceSid: string;
  readonly to: InboxPhoneNumber;
  readonly code: string;
  readonly createdAtMs: number;
  /** When each message went, oldest first. */
  readonly sentAtMs: readonly number[];
}

export interface TwilioVerifications {
  /** Begins a verification, or counts another send of the open one. */
  start(serviceSid: string, to: InboxPhoneNumber, customCode: string | null): TwilioVerification;
  /** The open verification by its SID or its number. */
  find(serviceSid: string, sidOrNumber: string): TwilioVerification;
  /** Counts a check; a right one ends the verification. */
  check(verification: TwilioVerification, code: string): 'approved' | 'pending';
  end(verification: TwilioVerification): void;
}

const LIFE_MS = 600_000;
const MAX_SENDS = 5;
const MAX_CHECKS = 5;
const MAX_OPEN = 1000;

export function createTwilioVerifications(now: () => number, codeLength: number): TwilioVerifications {
  /** By service and number, oldest first. */
  const open = new Map<string, TwilioVerification & { sentAtMs: number[]; checks: number }>();
  const keyOf = ({ serviceSid, to }: Pick<TwilioVerification, 'serviceSid' | 'to'>) => `${serviceSid} ${to}`;

  function forgetExpired(): void {
    for (const [key, { createdAtMs }] of open) if (createdAtMs + LIFE_MS <= now()) open.delete(key);
  }

  function find(serviceSid: string, sidOrNumber: string) {
    forgetExpired();
    for (const verification of open.values()) {
      const isMeant = verification.sid === sidOrNumber || verification.to === sidOrNumber;
      if (isMeant && verification.serviceSid === serviceSid) return verification;
    }
    throw twilioRefusal(404, 20404, 'The requested verification was not found.');
  }

  return {
    find,
    start(serviceSid, to, customCode) {
      forgetExpired();
      const key = keyOf({ serviceSid, to });
      const known = open.get(key);
      if (known !== undefined) {
        if (known.sentAtMs.length >= MAX_SENDS) throw twilioRefusal(429, 60203, 'Max send attempts reached');
        known.sentAtMs.push(now());
        return known;
      }
      const sid = `VE${randomBytes(16).toString('hex')}`;
      const code = customCode ?? String(randomInt(10 ** codeLength)).padStart(codeLength, '0');
      const begun = { sid, serviceSid, to, code, createdAtMs: now(), sentAtMs: [now()], checks: 0 };
      const [oldest] = open.keys();
      if (open.size >= MAX_OPEN && oldest !== undefined) open.delete(oldest);
      open.set(key, begun);
      return begun;
    },
    check(verification, code) {
      const known = find(verification.serviceSid, verification.sid);
      if (known.checks >= MAX_CHECKS) throw twilioRefusal(429, 60202, 'Max check attempts reached');
      known.checks += 1;
      if (code !== known.code) return 'pending';
      open.delete(keyOf(known));
      return 'approved';
    },
    end(verification) {
      open.delete(keyOf(verification));
    },
  };
}
