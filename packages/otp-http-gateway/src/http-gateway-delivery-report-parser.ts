import type { DeliveryReportOutcome, DeliveryReportParser, DeliveryReportRequest } from '@countersign/otp-core/spec';
import { readCallback, refuseCallback } from '@countersign/otp-provider-utils';
import { readReceipts } from './receipts/read-receipts.ts';
import {
  type HttpGatewayDeliveryReportParserOptions,
  resolveDeliveryReportOptions,
} from './receipts/receipt-options.ts';

/**
 * Reads the delivery receipts of any gateway that calls back with a GET, a form or JSON. Who calls is proven first, then
 * how old the signature is, then what it says. A status in none of the lists is `verified` without reports; a receipt
 * without an id or a status, or with several where one is meant, is `malformed`. Repeats are reported again: they are a
 * tracker's business.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never a secret.
 * @example
 * ```ts
 * const parser = createHttpGatewayDeliveryReportParser({
 *   authentication: { kind: 'query', name: 'token', secret: 'a-secret-of-your-own-choice' },
 *   fields: { messageId: 'id', status: 'status', code: 'err', time: 'date' },
 *   statuses: { delivered: ['DELIVRD'], undelivered: ['UNDELIV', 'EXPIRED', 'REJECTD'], inTransit: ['ACCEPTD'] },
 *   failureCategories: { EXPIRED: 'unreachable-recipient' },
 * });
 * const outcome = await parser.parse({ method: 'GET', url: '/dlr?id=1&status=DELIVRD', headers: {}, body: new Uint8Array() });
 * ```
 */
export function createHttpGatewayDeliveryReportParser(
  options: HttpGatewayDeliveryReportParserOptions,
): DeliveryReportParser {
  const resolved = resolveDeliveryReportOptions(options);
  const { providerId, check, clock } = resolved;
  const reply = resolved.reply === null ? null : { contentType: 'text/plain', body: resolved.reply };

  async function parse(request: DeliveryReportRequest): Promise<DeliveryReportOutcome> {
    const callback = readCallback(request, MAX_BODY_BYTES);
    if (callback === null || callback.headers === null) return refuseCallback('malformed');
    if (callback.method !== 'GET' && callback.method !== 'POST') return refuseCallback('malformed');
    const judgement = check.judge(callback, clock.now());
    if (judgement !== 'genuine') return refuseCallback(judgement);
    const reports = readReceipts(callback, resolved);
    return reports === null ? refuseCallback('malformed') : { status: 'verified', reports, reply };
  }

  return Object.freeze({ specificationVersion: 'v1', kind: 'delivery-report-parser', providerId, parse });
}

const MAX_BODY_BYTES = 262_144;
