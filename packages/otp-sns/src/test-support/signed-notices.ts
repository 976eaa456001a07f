/** Notices as SNS posts and signs them, with a certificate of our own in place of Amazon's. */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { DeliveryReportRequest } from '@countersign/otp-core/spec';
import type { KeyPair } from '@countersign/test-servers/certificate';

export const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:sms-logs';
export const CERTIFICATE_URL =
  'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-7ff5318490ec183fbaddaa2a969abfda.pem';
export const NOW_MS = Date.UTC(2030, 2, 17, 17, 46, 39);
export const SUBSCRIBE_URL = `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}&Token=2336412f37fb687f5d51`;

export const SIGNING_PAIR: KeyPair = generateKeyPairSync('rsa', { modulusLength: 2048 });

export type NoticeFields = Readonly<Record<string, unknown>>;

export function notification(message: unknown, changes: NoticeFields = {}): NoticeFields {
  return {
    Type: 'Notification',
    MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
    TopicArn: TOPIC_ARN,
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    Timestamp: new Date(NOW_MS).toISOString(),
    SignatureVersion: '1',
    SigningCertURL: CERTIFICATE_URL,
    UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=x',
    ...changes,
  };
}

export function confirmation(changes: NoticeFields = {}): NoticeFields {
  return notification('You have chosen to subscribe.', {
    Type: 'SubscriptionConfirmation',
    Token: '2336412f37fb687f5d51',
    SubscribeURL: SUBSCRIBE_URL,
    ...changes,
  });
}

/** The fields of a type in the order of the documentation, which is that of their bytes. */
const SIGNED = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** The notice with its signature, whatever is in it. */
export function signNotice(notice: NoticeFields, { privateKey }: KeyPair = SIGNING_PAIR): NoticeFields {
  const text = SIGNED.filter((name) => notice[name] !== undefined)
    .map((name) => `${name}\n${notice[name]}\n`)
    .join('');
  const digest = notice.SignatureVersion === '2' ? 'sha256' : 'sha1';
  return { Signature: sign(digest, Buffer.from(text), privateKey).toString('base64'), ...notice };
}

export function post(notice: unknown): DeliveryReportRequest {
  const body =
    notice instanceof Uint8Array ? notice : Buffer.from(typeof notice === 'string' ? notice : JSON.stringify(notice));
  return { method: 'POST', url: '/webhooks/sns', headers: { 'content-type': 'text/plain; charset=UTF-8' }, body };
}
