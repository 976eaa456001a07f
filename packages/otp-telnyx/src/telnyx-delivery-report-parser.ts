import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Clock, DeliveryReport, DeliveryReportParser } from '@countersign/otp-core/spec';
import {
  type Callback,
  defineReceiptParser,
  failureOfReceipt,
  fieldOf,
  parseJson,
  readOptions,
  readTime,
  refuseCallback,
  statusTable,
  type VendorOptions,
  verified,
} from '@countersign/otp-provider-utils';
import { readId, readTelnyxError, TELNYX } from './telnyx-errors.ts';

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
  const resolved = readOptions('createTelnyxDeliveryReportParser', options, (given) => ({
    providerId: given.providerId('telnyx'),
    verificationProviderId: given.providerId('telnyx-verify', 'verificationProviderId'),
    clock: given.clock(),
    isSigned: createSignatureVerifier(given),
  }));
  const { isSigned, clock, ...providers } = resolved;

  return defineReceiptParser({ providerId: providers.providerId, maxBodyBytes: MAX_BODY_BYTES }, (callback) => {
    const signature = isSigned(callback, clock.now());
    if (signature !== 'valid') return refuseCallback(signature);
    const reports = readEvent(callback.body, providers);
    return reports === null ? refuseCallback('malformed') : verified(reports);
  });
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
function createSignatureVerifier(given: VendorOptions): SignatureVerifier {
  const key = readPublicKey(given.value('publicKey'));
  if (key === null) given.add('publicKey', 'must be base64 of 32 bytes, as the portal shows it');
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
      return toReports(payload, fieldOf(payload, 'to', 0, 'status'), atMs, providers.providerId);
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

/** `delivery_unconfirmed` is Telnyx's last word, but not one that says what became of it. */
const STATUS_OF_STATE = statusTable({
  'in-transit': ['queued', 'sending', 'sent', 'delivery_unconfirmed'],
  delivered: ['delivered'],
  undelivered: ['sending_failed', 'delivery_failed'],
});

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
  const { code, meaning } = readTelnyxError({ errors: fieldOf(payload, 'errors') });
  const failure =
    status === 'undelivered' ? failureOfReceipt({ code: code ?? state, meaning }, TELNYX, providerId) : null;
  return [{ providerId, messageId, status, atMs, failure }];
}
