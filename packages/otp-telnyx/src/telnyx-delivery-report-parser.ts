import { checkProviderId, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type {
  Clock,
  DeliveryReportOutcome,
  DeliveryReportParser,
  DeliveryReportRequest,
} from '@countersign/otp-core/spec';
import { readFields } from './check-input.ts';
import { readWebhookEvent } from './read-webhook-event.ts';
import { createSignatureVerifier, type SignatureVerifier } from './verify-webhook-signature.ts';

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
  const { isSigned, providerId, verificationProviderId, now } = resolveOptions(options);
  const refused = (reason: 'unauthenticated' | 'stale' | 'malformed'): DeliveryReportOutcome => ({
    status: 'refused',
    reason,
  });

  async function parse(request: DeliveryReportRequest): Promise<DeliveryReportOutcome> {
    const { method, headers, body } = readFields(request, ['method', 'headers', 'body']);
    if (!(body instanceof Uint8Array) || body.length > MAX_BODY_BYTES) return refused('malformed');
    const signature = isSigned(headers, body, now());
    if (signature !== 'valid') return refused(signature);
    const reports = method === 'POST' ? readWebhookEvent(body, { providerId, verificationProviderId }) : null;
    return reports === null ? refused('malformed') : { status: 'verified', reports, reply: null };
  }

  return Object.freeze({ specificationVersion: 'v1', kind: 'delivery-report-parser', providerId, parse });
}

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createTelnyxDeliveryReportParser');
  if (!isOptions(options)) problems.add('options', 'must be an object');
  const given: Record<string, unknown> = isOptions(options) ? { ...options } : {};
  problems.addUnknown('', given, KNOWN_OPTIONS);
  const { providerId = 'telnyx', verificationProviderId = 'telnyx-verify', clock = Date } = given;
  checkProviderId('providerId', providerId, problems);
  checkProviderId('verificationProviderId', verificationProviderId, problems);
  const { now } = readFields(clock, ['now']);
  if (typeof now !== 'function') problems.add('clock', 'must have a function now');
  const isSigned: SignatureVerifier = createSignatureVerifier(given.publicKey, problems);
  problems.throwIfAny();
  return {
    isSigned,
    providerId: String(providerId),
    verificationProviderId: String(verificationProviderId),
    now: () => (clock as Pick<Clock, 'now'>).now(),
  };
}
