/** The verifications that the Sinch of the inbox keeps: makes codes, checks them, lets them expire. */
import { randomInt, randomUUID } from 'node:crypto';
import type { InboxPhoneNumber } from '../../messages/phone-number.ts';
import { BoundedMap, MAX_REMEMBERED } from '../bounded-map.ts';

export interface SinchVerification {
  readonly id: string;
  readonly to: InboxPhoneNumber;
  readonly code: string;
  readonly reference: string | null;
  readonly startedAtMs: number;
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
const TEMPLATE = 'Your verification code is {{CODE}}.';

export function createSinchVerifications(now: () => number, codeLength: number) {
  const byId = new BoundedMap<string, SinchVerification>(MAX_REMEMBERED);
  const latestOf = new BoundedMap<string, SinchVerification>(MAX_REMEMBERED);
  const byReference = new BoundedMap<string, SinchVerification>(MAX_REMEMBERED);

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
    textOf: ({ code }: SinchVerification): string => TEMPLATE.replace('{{CODE}}', code),
    /** `null` where the reference was used before. It is not kept before `keep`. */
    prepare({ to, expiryMs, reference }: Start): SinchVerification | null {
      if (reference !== null && byReference.has(reference)) return null;
      return {
        id: randomUUID(),
        to,
        code: String(randomInt(10 ** codeLength)).padStart(codeLength, '0'),
        reference,
        startedAtMs: now(),
        expiresAtMs: now() + (expiryMs ?? DEFAULT_EXPIRY_MS),
        status: 'PENDING',
        reason: null,
      };
    },
    /** A new one ends the former of its number. */
    keep(verification: SinchVerification): void {
      const former = latestOf.get(verification.to);
      if (former?.status === 'PENDING') former.status = 'ABORTED';
      byId.set(verification.id, verification);
      latestOf.set(verification.to, verification);
      if (verification.reference !== null) byReference.set(verification.reference, verification);
    },
    /** `null` where the verification is over: Sinch does not find it any more. The report that finds it expired is told so. */
    report(verification: SinchVerification, code: string): object | null {
      if (expire(verification)) return describe(verification);
      if (verification.status !== 'PENDING') return null;
      if (code !== verification.code) return describe(verification, { status: 'FAIL', reason: 'Invalid code' });
      verification.status = 'SUCCESSFUL';
      return describe(verification);
    },
    /** With what only a status tells. */
    describeStatus: (verification: SinchVerification): object =>
      describe(verification, {
        countryId: null,
        // Without its zone, as Sinch tells it.
        verificationTimestamp: new Date(verification.startedAtMs).toISOString().slice(0, -1),
        source: 'manual',
      }),
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
