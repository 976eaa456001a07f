import type { DeliveryReportOutcome, DeliveryReportParser, DeliveryReportRequest } from '@countersign/otp-core/spec';
import { readCallbackRequest } from './callback-request.ts';
import type { HttpGatewayDeliveryReportParserOptions } from './delivery-report-options.ts';
import { readReceipts } from './read-receipts.ts';
import { resolveDeliveryReportOptions } from './resolve-delivery-report-options.ts';

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
  const { providerId, check, now } = resolved;
  const reply = resolved.reply === null ? null : { contentType: 'text/plain', body: resolved.reply };

  function read(given: DeliveryReportRequest): DeliveryReportOutcome {
    const request = readCallbackRequest(given);
    if (request === null) return refused('malformed');
    const judgement = check.judge(request, now());
    if (judgement !== 'genuine') return refused(judgement);
    const reports = readReceipts(request, resolved);
    return reports === null ? refused('malformed') : { status: 'verified', reports, reply };
  }

  async function parse(request: DeliveryReportRequest): Promise<DeliveryReportOutcome> {
    try {
      return read(request);
    } catch {
      // A request that is none, such as one that is null; what was thrown may quote it.
      return refused('malformed');
    }
  }

  return Object.freeze({ specificationVersion: 'v1', kind: 'delivery-report-parser', providerId, parse });
}

function refused(reason: 'unauthenticated' | 'stale' | 'malformed'): DeliveryReportOutcome {
  return { status: 'refused', reason };
}
