/** The verifications that the Sinch of the inbox keeps: makes codes, checks them, lets them expire. */
import { randomInt, randomUUID } from 'node:crypto';
import type { InboxPhoneNumber } from '../messages/phone-number.ts';
import type { Deliver } from './door.ts';

export interface SinchVerificationsOptions {
  /** Milliseconds since the epoch. @defaultValue Date.now */
  readonly now?: () => number;
}

export interface SinchVerification {
  readonly id: string;
  readonly to: InboxPhoneNumber;
  readonly code: string;
  readonly reference: string | null;
  readonly expiresAtMs: number;
  status: 'PENDING' | 'SUCCESSFUL' | 'FAIL' | 'ABORTED';
  reason: 'Expired' | null;
}

interface Start {
  readonly to: InboxPhoneNumber;
  /** `null`: as long as codes live that nobody gave a life. */
  readonly expiryMs: number | null;
  readonly reference: string | null;
}

const DEFAULT_EXPIRY_MS = 600_000;
/** The oldest go first: a test run may start many, and nobody asks for them all. */
const MAX_KEPT = 10_000;
const TEMPLATE = 'Your verification code is {{CODE}}.';

export function createSinchVerifications(deliver: Deliver, { now = Date.now }: SinchVerificationsOptions) {
  const byId = new Map<string, SinchVerification>();
  const latestOf = new Map<string, SinchVerification>();
  const byReference = new Map<string, SinchVerification>();

  function keep(verification: SinchVerification): void {
    byId.set(verification.id, verification);
    latestOf.set(verification.to, verification);
    if (verification.reference !== null) byReference.set(verification.reference, verification);
    const [oldest] = byId.size > MAX_KEPT ? byId.values() : [];
    if (oldest === undefined) return;
    byId.delete(oldest.id);
    if (latestOf.get(oldest.to) === oldest) latestOf.delete(oldest.to);
    if (oldest.reference !== null) byReference.delete(oldest.reference);
  }

  function expire(verification: SinchVerification): boolean {
    const isOver = verification.status === 'PENDING' && now() >= verification.expiresAtMs;
    if (isOver) Object.assign(verification, { status: 'FAIL', reason: 'Expired' });
    return isOver;
  }

  function describe(verification: SinchVerification, overrides: object = {}): object {
    expire(verification);
    const { id, to, status, reason, reference } = verification;
    return {
      id,
      method: 'sms',
      status,
      ...(reason === null ? {} : { reason }),
      ...(reference === null ? {} : { reference }),
      identity: { type: 'number', endpoint: to },
      ...overrides,
    };
  }

  return {
    template: TEMPLATE,
    now,
    /** `null` where the reference was used before: nothing is sent then. */
    start({ to, expiryMs, reference }: Start): SinchVerification | null {
      if (reference !== null && byReference.has(reference)) return null;
      const former = latestOf.get(to);
      if (former?.status === 'PENDING') former.status = 'ABORTED';
      const verification: SinchVerification = {
        id: randomUUID(),
        to,
        code: String(randomInt(10_000)).padStart(4, '0'),
        reference,
        expiresAtMs: now() + (expiryMs ?? DEFAULT_EXPIRY_MS),
        status: 'PENDING',
        reason: null,
      };
      keep(verification);
      deliver({ to, text: TEMPLATE.replace('{{CODE}}', verification.code), door: 'sinch' });
      return verification;
    },
    /** `null` where the verification is over: Sinch does not find it any more. The report that finds it expired is told so. */
    report(verification: SinchVerification, code: string): object | null {
      if (expire(verification)) return describe(verification);
      if (verification.status !== 'PENDING') return null;
      if (code !== verification.code) return describe(verification, { status: 'FAIL', reason: 'Invalid code' });
      verification.status = 'SUCCESSFUL';
      return describe(verification);
    },
    describe,
    findById: (id: string) => byId.get(id),
    findByNumber: (to: string) => latestOf.get(to),
    findByReference: (reference: string) => byReference.get(reference),
  };
}

/** `null` where none was given. */
export function readExpiry(value: unknown): number | null | 'invalid' {
  if (value === undefined) return null;
  const [, hours = '', minutes = '', seconds = ''] =
    /^(\d\d):([0-5]\d):([0-5]\d)$/.exec(typeof value === 'string' ? value : '') ?? [];
  const expiryMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return hours === '' || expiryMs === 0 ? 'invalid' : expiryMs;
}
