import type { DeliveryReportOutcome, DeliveryReportParser, DeliveryReportRequest } from '@countersign/otp-core/spec';
import { readCallbackRequest } from './callback-request.ts';
import { parseJsonObject } from './read-json.ts';
import { resolveSinchCallbackOptions, type SinchDeliveryReportParserOptions } from './sinch-delivery-report-options.ts';
import { readSmsReport, readSmsSignature } from './sms-callback.ts';
import { readVerificationEvent, readVerificationSignature } from './verification-callback.ts';

/**
 * Reads what Sinch calls back with: the signature first, then its age, then what it says. Given the key and the secret
 * of an app it reads callbacks of the Verification API; given a `webhookSecret`, delivery reports of the SMS API.
 *
 * Answer a request that comes with a `reply` with just that: Sinch sends no code before its `VerificationRequestEvent`
 * is answered. The parser keeps nothing, so the same callback twice within `toleranceMs` gives the same reports twice.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never a key or a secret
 * @example
 * ```ts
 * const parser = createSinchDeliveryReportParser({ applicationKey, applicationSecret });
 * const outcome = await parser.parse({ method: 'POST', url: '/webhooks/sinch', headers, body });
 * ```
 */
export function createSinchDeliveryReportParser(options: SinchDeliveryReportParserOptions): DeliveryReportParser {
  const resolved = resolveSinchCallbackOptions(options);
  const { providerId, toleranceMs, clock } = resolved;

  async function parse(given: DeliveryReportRequest): Promise<DeliveryReportOutcome> {
    const request = readCallbackRequest(given);
    if (request === null || request.method !== 'POST') return refuse('malformed');
    const signedAtMs =
      resolved.product === 'sms' ? readSmsSignature(request, resolved) : readVerificationSignature(request, resolved);
    if (signedAtMs === null) return refuse('unauthenticated');
    if (Math.abs(clock.now() - signedAtMs) > toleranceMs) return refuse('stale');
    const content = parseJsonObject(Buffer.from(request.body).toString('utf8'));
    if (content === null) return refuse('malformed');
    return resolved.product === 'sms' ? readSmsReport(content, providerId) : readVerificationEvent(content, providerId);
  }

  return Object.freeze({ specificationVersion: 'v1', kind: 'delivery-report-parser', providerId, parse });
}

function refuse(reason: 'unauthenticated' | 'stale' | 'malformed'): DeliveryReportOutcome {
  return { status: 'refused', reason };
}
