/**
 * Delivery status logs, as a topic posts them that they are published to. AWS writes them to CloudWatch; a subscription
 * of the log group brings them to the topic. https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
import { randomUUID, sign } from 'node:crypto';
import { countSegments } from '@countersign/otp-core';
import { type ReceiptAddress, SNS_RETRIES } from '../../receipts/receipt-address.ts';
import type { SigningKeys } from '../../receipts/signing-keys.ts';
import type { InboxSnsSettings } from '../../vendor-settings.ts';
import type { SnsMessage } from './sns-messages.ts';

const DEFAULT_TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:sms-logs';
const CERTIFICATE_NAME = 'SimpleNotificationService-0000000000000000000000000000otpinbox.pem';
const PRICE_USD = 0.00645;
const DELIVERED = 'Message has been accepted by phone';

/** `null`: nobody told where the topic posts. */
export function createSnsNotices(
  messageId: string,
  message: SnsMessage,
  acceptedAtMs: number,
  { topicUrl, topicArn = DEFAULT_TOPIC_ARN }: InboxSnsSettings,
  keys: SigningKeys,
): ReceiptAddress | null {
  if (topicUrl === undefined) return null;
  return {
    urls: [topicUrl],
    retry: SNS_RETRIES,
    write({ status, code }, atMs) {
      // SNS logs how it ended, and nothing before.
      if (status !== 'delivered' && status !== 'undelivered') return null;
      const word = status === 'delivered' ? 'SUCCESS' : 'FAILURE';
      const record = {
        notification: { messageId, timestamp: toLogTime(acceptedAtMs) },
        delivery: {
          phoneCarrier: 'Inbox',
          mnc: 0,
          mcc: 0,
          numberOfMessageParts: countSegments(message.text).segments,
          destination: message.to,
          priceInUSD: PRICE_USD,
          smsType: message.smsType ?? 'Promotional',
          providerResponse: code ?? DELIVERED,
          dwellTimeMs: Math.max(0, atMs - acceptedAtMs),
        },
        status: word,
      };
      const signed = {
        Message: JSON.stringify(record),
        MessageId: randomUUID(),
        // Also in later attempts that of the first.
        Timestamp: new Date(atMs).toISOString(),
        TopicArn: topicArn,
        Type: 'Notification',
      };
      return () => ({
        status: word,
        headers: {
          'Content-Type': 'text/plain; charset=UTF-8',
          'User-Agent': 'Amazon Simple Notification Service Agent',
          'x-amz-sns-message-type': 'Notification',
          'x-amz-sns-message-id': signed.MessageId,
          'x-amz-sns-topic-arn': topicArn,
        },
        body: JSON.stringify({
          ...signed,
          SignatureVersion: '2',
          Signature: signNotice(signed, keys),
          SigningCertURL: `https://sns.${regionOf(topicArn)}.amazonaws.com/${CERTIFICATE_NAME}`,
        }),
        isSigned: true,
        note: null,
      });
    },
  };
}

/** Names and values on lines of their own, in the order of their names. */
function signNotice(signed: Readonly<Record<string, string>>, keys: SigningKeys): string {
  const text = Object.entries(signed)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
  return sign('sha256', Buffer.from(text), keys.sns).toString('base64');
}

function regionOf(topicArn: string): string {
  return topicArn.split(':')[3] ?? 'us-east-1';
}

function toLogTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('T', ' ').replace('Z', '');
}
