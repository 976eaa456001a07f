import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { OptionProblems } from '@countersign/otp-core/adapter';
import type {
  Clock,
  DeliveryReport,
  DeliveryReportOutcome,
  DeliveryReportParser,
  DeliveryReportRequest,
} from '@countersign/otp-core/spec';
import {
  type Callback,
  fieldOf,
  parseJson,
  readCallback,
  readClock,
  readGiven,
  readProviderId,
  refuseCallback,
} from '@countersign/otp-provider-utils';
import { createDeliveryFailure, readId } from './telnyx-errors.ts';

/** Options of `createTelnyxDeliveryReportParser`. */
export interface TelnyxDeliveryReportParserOptions {
  /** The account's public key, base64 of 32 bytes, as the portal shows it under Keys & Credentials. */
  readonly publicKey: string;
  /** That of the sender whose messages are reported on. @defaultValue 'telnyx' */
  readonly providerId?: string;
  /** That of the verification provider. @defaultValue 'telnyx-verify' */
  readonly verificationProviderId?: string;
  /** For tests. @defaultValue the process's own time */
  readonly clock?: Pick<Clock, 'now'>;
}

const KNOWN_OPTIONS = ['publicKey', 'providerId', 'verificationProviderId', 'clock'];

/** Telnyx's events have one to three kilobytes. */
const MAX_BODY_BYTES = 262_144;

/**
 * Reads the webhooks of Telnyx Messages (`message.sent`, `message.finalized`) and of Telnyx Verify (`verify.sent`,
 * `verify.delivered`, `verify.failed`). The Ed25519 signature over timestamp and raw body comes first, then its age
 * (five minutes, both ways), then the body. Nothing of a text or of a code, which Verify events hold in clear, reaches a
 * report. Other signed events are `verified` without reports.
 *
 * @throws OtpConfigurationError naming every option that makes no sense.
 * @example
 * ```ts
 * const parser = createTelnyxDeliveryReportParser({ publicKey: '3j+JH9ikVC7PxDGC7OhZ9VJkMlb4KnDpAbdn6v7wt2w=' });
 * const outcome = await parser.parse({ method: 'POST', url: '/webhooks/telnyx', headers: {}, body: new Uint8Array() });
 * ```
 */
export function createTelnyxDeliveryReportParser(options: TelnyxDeliveryReportParserOptions): DeliveryReportParser {
  const { isSigned, clock, ...providers } = resolveOptions(options);

  async function parse(request: DeliveryReportRequest): Promise<DeliveryReportOutcome> {
    const callback = readCallback(request, MAX_BODY_BYTES);
    if (callback === null) return refuseCallback('malformed');
    const signature = isSigned(callback, clock.now());
    if (signature !== 'valid') return refuseCallback(signature);
    const reports = callback.method === 'POST' ? readEvent(callback.body, providers) : null;
    return reports === null ? refuseCallback('malformed') : { status: 'verified', reports, reply: null };
  }

  const { providerId } = providers;
  return Object.freeze({ specificationVersion: 'v1', kind: 'delivery-report-parser', providerId, parse });
}

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createTelnyxDeliveryReportParser');
  const given = readGiven(options, KNOWN_OPTIONS, problems);
  const resolved = {
    providerId: readProviderId(given, 'telnyx', problems),
    verificationProviderId: readProviderId(given, 'telnyx-verify', problems, 'verificationProviderId'),
    clock: readClock(given, problems),
    isSigned: createSignatureVerifier(given.publicKey, problems),
  };
  problems.throwIfAny();
  return resolved;
}

/** Judges the signature of a webhook, and then its age. */
type SignatureVerifier = (callback: Callback, nowMs: number) => 'valid' | 'unauthenticated' | 'stale';

/** Both ways: a clock may be slow or fast. The SDK allows as much. */
const TOLERANCE_SECONDS = 300;

/** 32 bytes, the last two bits of the last letter unused. */
const PUBLIC_KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
/** 64 bytes. */
const SIGNATURE = /^[A-Za-z0-9+/]{85}[AQgw]==$/;

/** What is returned beside a problem is never used. */
function createSignatureVerifier(publicKey: unknown, problems: OptionProblems): SignatureVerifier {
  const key = readPublicKey(publicKey);
  if (key === null) problems.add('publicKey', 'must be base64 of 32 bytes, as the portal shows it');
  return ({ header, body }, nowMs) => {
    const signature = header('telnyx-signature-ed25519');
    const timestamp = header('telnyx-timestamp');
    if (key === null || signature === null || !SIGNATURE.test(signature)) return 'unauthenticated';
    if (timestamp === null || !/^\d{1,12}$/.test(timestamp)) return 'unauthenticated';
    const signed = Buffer.concat([Buffer.from(`${timestamp}|`), body]);
    // Nothing secret is compared: whoever has the public key can compute all of this.
    if (!verify(null, signed, key, Buffer.from(signature, 'base64'))) return 'unauthenticated';
    const ageSeconds = Math.floor(nowMs / 1000) - Number(timestamp);
    return Math.abs(ageSeconds) <= TOLERANCE_SECONDS ? 'valid' : 'stale';
  };
}

function readPublicKey(publicKey: unknown): KeyObject | null {
  if (typeof publicKey !== 'string' || !PUBLIC_KEY.test(publicKey)) return null;
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

interface ReportedProviders {
  readonly providerId: string;
  readonly verificationProviderId: string;
}

/**
 * No reports for events about something else; `null` for what Telnyx would not send. Of the payload only ids, states and
 * error codes are looked at: the rest may hold a code in clear.
 */
function readEvent(body: Uint8Array, providers: ReportedProviders): readonly DeliveryReport[] | null {
  const data = fieldOf(parseJson(body), 'data');
  const type = fieldOf(data, 'event_type');
  if (typeof type !== 'string') return null;
  const payload = fieldOf(data, 'payload');
  const atMs = readTime(fieldOf(data, 'occurred_at'));
  switch (type) {
    case 'message.sent':
    case 'message.finalized': {
      const state = fieldOf(payload, 'to', 0, 'status');
      return toReports(payload, state, atMs, providers.providerId);
    }
    case 'verify.sent':
    case 'verify.delivered':
    case 'verify.failed': {
      const state = fieldOf(payload, 'delivery_status') ?? STATE_OF_EVENT[type];
      return toReports(payload, state, atMs, providers.verificationProviderId);
    }
    default:
      return [];
  }
}

const STATE_OF_EVENT = {
  'verify.sent': 'sent',
  'verify.delivered': 'delivered',
  'verify.failed': 'delivery_failed',
} as const;

const STATUS_OF_STATE: ReadonlyMap<unknown, DeliveryReport['status']> = new Map([
  ['queued', 'in-transit'],
  ['sending', 'in-transit'],
  ['sent', 'in-transit'],
  // Telnyx's last word, but not one that says what became of it.
  ['delivery_unconfirmed', 'in-transit'],
  ['delivered', 'delivered'],
  ['sending_failed', 'undelivered'],
  ['delivery_failed', 'undelivered'],
]);

function toReports(
  payload: unknown,
  state: unknown,
  atMs: number | null,
  providerId: string,
): readonly DeliveryReport[] | null {
  const messageId = readId(fieldOf(payload, 'id'));
  const status = STATUS_OF_STATE.get(state);
  if (messageId === null || typeof state !== 'string') return null;
  // A state that Telnyx adds one day is no reason to have the event sent again and again.
  if (status === undefined) return [];
  const failure =
    status === 'undelivered' ? createDeliveryFailure(fieldOf(payload, 'errors'), providerId, state) : null;
  return [{ providerId, messageId, status, atMs, failure }];
}

/** ISO 8601 with a zone. */
function readTime(value: unknown): number | null {
  const isTime =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(value);
  const atMs = isTime ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}
