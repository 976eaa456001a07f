/** Delivery reports of the SMS API, signed where the service plan has a secret. https://developers.sinch.com/docs/sms/api-reference/sms/tag/Webhooks */
import { createHmac, randomUUID } from 'node:crypto';
import type { InboxPhoneNumber } from '../../messages/phone-number.ts';
import { type ReceiptAddress, SINCH_RETRIES } from '../../receipts/receipt-address.ts';
import type { InboxSinchSmsSettings } from '../../vendor-settings.ts';
import { describeRecipient, describeReport, type SinchBatch, wordOf } from './sinch-batches.ts';

const UNSIGNED = 'Not signed: the service plan has no secret here (vendors.sinch-sms.webhookSecret).';

/** `null`: the batch wants no reports, or nobody says where they go. */
export function createSinchReports(
  batch: SinchBatch,
  to: InboxPhoneNumber,
  { callbackUrl, webhookSecret }: InboxSinchSmsSettings,
): ReceiptAddress | null {
  const url = batch.callbackUrl ?? callbackUrl ?? null;
  if (url === null || batch.reports === 'none') return null;
  return {
    urls: [url],
    retry: SINCH_RETRIES,
    write({ status, code }, atMs) {
      const isFinal = status === 'delivered' || status === 'undelivered';
      if (batch.reports !== 'per_recipient' && !isFinal) return null;
      const isForAll = batch.reports === 'summary' || batch.reports === 'full';
      // One for all, told with the last of them.
      if (isForAll && to !== batch.to.at(-1)) return null;
      const { status: word } = wordOf(status, code);
      return ({ nowMs }) => {
        const report = isForAll
          ? describeReport(batch, batch.reports === 'full' ? 'full' : 'summary')
          : describeRecipient(batch, to, { status, code, atMs });
        const body = JSON.stringify(report);
        const signature = webhookSecret === undefined ? {} : sign(webhookSecret, body, nowMs);
        return {
          status: word,
          headers: { 'Content-Type': 'application/json', ...signature },
          body,
          isSigned: webhookSecret !== undefined,
          note: webhookSecret === undefined ? UNSIGNED : null,
        };
      };
    },
  };
}

function sign(secret: string, body: string, nowMs: number): Record<string, string> {
  const nonce = randomUUID();
  const timestamp = String(Math.floor(nowMs / 1000));
  return {
    'x-sinch-webhook-signature': createHmac('sha256', secret).update(`${body}.${nonce}.${timestamp}`).digest('base64'),
    'x-sinch-webhook-signature-nonce': nonce,
    'x-sinch-webhook-signature-timestamp': timestamp,
    'x-sinch-webhook-signature-algorithm': 'HmacSHA256',
  };
}
