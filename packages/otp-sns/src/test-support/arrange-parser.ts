/** A parser that knows our certificate, and delivery logs to give it. */

import { createSnsDeliveryReportParser, type SnsDeliveryReportParserOptions } from '../sns-delivery-report-parser.ts';
import type { SnsCertificateFetch } from '../sns-signing-keys.ts';
import { createSnsCertificate } from './certificate.ts';
import { NOW_MS, notification, post, signNotice, TOPIC_ARN } from './signed-notices.ts';

const CERTIFICATE = await createSnsCertificate();
export const MESSAGE_ID = '34d9b400-c6dd-5444-820d-fbeb0f1f54cf';

/** A parser, and the addresses that it visited. */
export function createParser(options: Partial<SnsDeliveryReportParserOptions> = {}) {
  const visited: string[] = [];
  const fetchCertificate: SnsCertificateFetch = async (url) => {
    visited.push(url);
    return new Response(CERTIFICATE);
  };
  const parser = createSnsDeliveryReportParser({
    topicArns: [TOPIC_ARN],
    fetch: fetchCertificate,
    clock: { now: () => NOW_MS },
    ...options,
  });
  return { parser, visited };
}

/** A record as CloudWatch Logs keeps it. */
export function createLog(status: string, delivery: object = {}, changes: object = {}): object {
  return {
    notification: { messageId: MESSAGE_ID, timestamp: '2030-03-17 17:40:34.558' },
    delivery: {
      phoneCarrier: 'My Phone Carrier',
      mnc: 270,
      numberOfMessageParts: 1,
      destination: '+393923456789',
      priceInUSD: 0.00645,
      smsType: 'Transactional',
      mcc: 310,
      providerResponse: 'Message has been accepted by phone carrier',
      dwellTimeMs: 599,
      ...delivery,
    },
    status,
    ...changes,
  };
}

export const PUBLISHED_AT_MS = Date.UTC(2030, 2, 17, 17, 40, 34, 558);

export function parseNotification(message: unknown, changes: object = {}) {
  return createParser().parser.parse(post(signNotice(notification(message, { ...changes }))));
}
