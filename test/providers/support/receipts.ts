/** Delivery receipts as each vendor writes and signs them. Signed here with `node:crypto`, not with the adapters' own code. */
import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import { createSinchDeliveryReportParser } from '@countersign/otp-sinch';
import { createSnsDeliveryReportParser } from '@countersign/otp-sns';
import { createTelnyxDeliveryReportParser } from '@countersign/otp-telnyx';
import { createTwilioDeliveryReportParser } from '@countersign/otp-twilio';
import { createSnsCertificate } from '../../../packages/otp-sns/src/test-support/certificate.ts';
import { CREDENTIALS, SINCH_APPLICATION } from './providers.ts';

/** What a vendor has to say of a message. */
export interface Receipt {
  readonly says: 'in-transit' | 'delivered' | 'undelivered';
  readonly messageId: string;
  /** The message's recipient, which vendors tell again. */
  readonly to: string;
  readonly signedAtMs: number;
  readonly signedBy: 'vendor' | 'stranger';
}

/** A vendor's way to report. */
export interface ReceiptSource {
  /** What it is called in this test. */
  readonly name: string;
  /** Whose messages it reports on. */
  readonly provider: string;
  readonly parser: DeliveryReportParser;
  /** How the vendor's answer to a message names it. */
  readonly idInAnswer: RegExp;
  /** Whether a signature grows old. */
  readonly tellsTime: boolean;
  write(receipt: Receipt): Request;
}

const ORIGIN = 'https://app.example';
const urlOf = (provider: string) => `${ORIGIN}/otp/webhooks/${provider}`;
const jsonHeaders = { 'Content-Type': 'application/json' };

function post(url: string, headers: Readonly<Record<string, string>>, body: string): Request {
  return new Request(url, { method: 'POST', headers, body });
}

const TWILIO_STATUS = { 'in-transit': 'sent', delivered: 'delivered', undelivered: 'undelivered' } as const;

function twilioFields({ says, messageId, to }: Receipt): Record<string, string> {
  const error: Record<string, string> = says === 'undelivered' ? { ErrorCode: '30003' } : {};
  return { MessageSid: messageId, SmsSid: messageId, MessageStatus: TWILIO_STATUS[says], To: to, ...error };
}

function signAsTwilio({ signedBy }: Receipt, url: string, fields: Readonly<Record<string, string>>): string {
  const token = signedBy === 'vendor' ? CREDENTIALS.twilioAuthToken : '0123456789abcdef0123456789abcdef';
  const joined = Object.keys(fields)
    .sort()
    .map((name) => `${name}${fields[name]}`)
    .join('');
  return createHmac('sha1', token).update(`${url}${joined}`).digest('base64');
}

const TWILIO = {
  provider: 'twilio',
  parser: createTwilioDeliveryReportParser({ authToken: CREDENTIALS.twilioAuthToken, publicUrl: urlOf('twilio') }),
  idInAnswer: /"sid":"(SM[0-9a-f]{32})"/,
  tellsTime: false,
} as const;

const telnyxKeys = generateKeyPairSync('ed25519');
const strangersKeys = generateKeyPairSync('ed25519');

function signAsTelnyx({ signedBy, signedAtMs }: Receipt, body: string): Request {
  const { privateKey } = signedBy === 'vendor' ? telnyxKeys : strangersKeys;
  const timestamp = String(Math.floor(signedAtMs / 1000));
  const signature = sign(null, Buffer.from(`${timestamp}|${body}`), privateKey).toString('base64');
  const headers = { ...jsonHeaders, 'telnyx-timestamp': timestamp, 'telnyx-signature-ed25519': signature };
  return post(urlOf('telnyx'), headers, body);
}

const TELNYX = {
  parser: createTelnyxDeliveryReportParser({ publicKey: rawKeyOf(telnyxKeys.publicKey) }),
  idInAnswer: /"id":"([0-9a-f-]{36})"/,
  tellsTime: true,
} as const;

/** The 32 bytes that the portal shows, out of their wrapping. */
function rawKeyOf(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
}

function telnyxEvent(eventType: string, payload: object, { signedAtMs }: Receipt): string {
  const occurred_at = new Date(signedAtMs).toISOString();
  return JSON.stringify({
    data: { event_type: eventType, id: randomUUID(), occurred_at, payload, record_type: 'event' },
  });
}

const TELNYX_STATE = { 'in-transit': 'sent', delivered: 'delivered', undelivered: 'delivery_failed' } as const;
const TELNYX_VERIFY_EVENT = {
  'in-transit': 'verify.sent',
  delivered: 'verify.delivered',
  undelivered: 'verify.failed',
} as const;

const SINCH_SMS_SECRET = 'a-secret-of-the-service-plan';
const SINCH_STATUS = {
  'in-transit': { status: 'Dispatched', code: 400 },
  delivered: { status: 'Delivered', code: 0 },
  undelivered: { status: 'Failed', code: 402 },
} as const;

const snsKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strangersRsaKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SNS_TOPIC = 'arn:aws:sns:eu-west-1:123456789012:sms-logs';
const snsCertificate = await createSnsCertificate({
  pair: snsKeys,
  validFromMs: Date.now() - 86_400_000,
  validToMs: Date.now() + 86_400_000,
});

export const RECEIPT_SOURCES: readonly ReceiptSource[] = [
  {
    ...TWILIO,
    name: 'twilio, by form',
    write(receipt) {
      const fields = twilioFields(receipt);
      const url = urlOf('twilio');
      const headers = {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Twilio-Signature': signAsTwilio(receipt, url, fields),
      };
      return post(url, headers, new URLSearchParams(fields).toString());
    },
  },
  {
    ...TWILIO,
    name: 'twilio, by JSON',
    write(receipt) {
      const body = JSON.stringify(twilioFields(receipt));
      const url = `${urlOf('twilio')}?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
      return post(url, { ...jsonHeaders, 'X-Twilio-Signature': signAsTwilio(receipt, url, {}) }, body);
    },
  },
  {
    ...TELNYX,
    name: 'telnyx',
    provider: 'telnyx',
    write(receipt) {
      const { says, messageId, to } = receipt;
      const errors = says === 'undelivered' ? [{ code: '40008', title: 'Undeliverable' }] : [];
      const payload = { id: messageId, to: [{ phone_number: to, status: TELNYX_STATE[says] }], text: 'a text', errors };
      const event = says === 'in-transit' ? 'message.sent' : 'message.finalized';
      return signAsTelnyx(receipt, telnyxEvent(event, payload, receipt));
    },
  },
  {
    ...TELNYX,
    name: 'telnyx-verify',
    provider: 'telnyx-verify',
    write(receipt) {
      const { says, messageId, to } = receipt;
      const payload = { id: messageId, phone_number: to, custom_code: '48151', type: 'sms' };
      return signAsTelnyx(receipt, telnyxEvent(TELNYX_VERIFY_EVENT[says], payload, receipt));
    },
  },
  {
    name: 'sinch-sms',
    provider: 'sinch-sms',
    parser: createSinchDeliveryReportParser({ webhookSecret: SINCH_SMS_SECRET }),
    idInAnswer: /"id":"([\w-]+)"/,
    tellsTime: true,
    write({ says, messageId, to, signedAtMs, signedBy }) {
      const report = { type: 'recipient_delivery_report_sms', batch_id: messageId, recipient: to.slice(1) };
      const body = JSON.stringify({ ...report, ...SINCH_STATUS[says], at: new Date(signedAtMs).toISOString() });
      const nonce = randomUUID();
      const timestamp = String(Math.floor(signedAtMs / 1000));
      const secret = signedBy === 'vendor' ? SINCH_SMS_SECRET : 'a-secret-of-somebody-else';
      const headers = {
        ...jsonHeaders,
        'x-sinch-webhook-signature-timestamp': timestamp,
        'x-sinch-webhook-signature-nonce': nonce,
        'x-sinch-webhook-signature-algorithm': 'HmacSHA256',
        'x-sinch-webhook-signature': createHmac('sha256', secret)
          .update(`${body}.${nonce}.${timestamp}`)
          .digest('base64'),
      };
      return post(urlOf('sinch-sms'), headers, body);
    },
  },
  {
    name: 'sinch',
    provider: 'sinch',
    parser: createSinchDeliveryReportParser(SINCH_APPLICATION),
    idInAnswer: /"id":"([0-9a-f-]{36})"/,
    tellsTime: true,
    write({ says, messageId, to, signedAtMs, signedBy }) {
      const about = { id: messageId, method: 'sms', identity: { type: 'number', endpoint: to } };
      // A code that was right says nothing of the message: it is no receipt, though it arrives like one.
      const event =
        says === 'in-transit'
          ? { ...about, event: 'VerificationResultEvent', status: 'SUCCESSFUL' }
          : {
              ...about,
              event: 'VerificationSmsDeliveredEvent',
              smsResult: says === 'delivered' ? 'Successful' : 'Failed',
            };
      const body = JSON.stringify(event);
      const timestamp = new Date(signedAtMs).toISOString();
      const signed = [
        'POST',
        createHash('md5').update(body).digest('base64'),
        jsonHeaders['Content-Type'],
        `x-timestamp:${timestamp}`,
        '/otp/webhooks/sinch',
      ].join('\n');
      const { applicationKey, applicationSecret } = SINCH_APPLICATION;
      const secret = signedBy === 'vendor' ? applicationSecret : 'c29tZWJvZHkgZWxzZQ==';
      const signature = createHmac('sha256', Buffer.from(secret, 'base64')).update(signed).digest('base64');
      const Authorization = `application ${applicationKey}:${signature}`;
      return post(urlOf('sinch'), { ...jsonHeaders, 'x-timestamp': timestamp, Authorization }, body);
    },
  },
  {
    name: 'sns',
    provider: 'sns',
    parser: createSnsDeliveryReportParser({
      topicArns: [SNS_TOPIC],
      fetch: async () => new Response(snsCertificate),
    }),
    idInAnswer: /<MessageId>([0-9a-f-]{36})<\/MessageId>/,
    tellsTime: true,
    write({ says, messageId, to, signedAtMs, signedBy }) {
      const published = new Date(signedAtMs).toISOString().replace('T', ' ').replace('Z', '');
      const isFailure = says === 'undelivered';
      const record = {
        notification: { messageId, timestamp: published },
        delivery: {
          destination: to,
          dwellTimeMs: 5,
          providerResponse: isFailure
            ? 'Phone is currently unreachable/unavailable'
            : 'Message has been accepted by phone',
        },
        // SNS has no word for a message on its way; what is none of its words says nothing.
        status: { 'in-transit': 'PENDING', delivered: 'SUCCESS', undelivered: 'FAILURE' }[says],
      };
      const signed = {
        Message: JSON.stringify(record),
        MessageId: randomUUID(),
        Timestamp: new Date(signedAtMs).toISOString(),
        TopicArn: SNS_TOPIC,
        Type: 'Notification',
      };
      const text = Object.entries(signed)
        .map(([name, value]) => `${name}\n${value}\n`)
        .join('');
      const { privateKey } = signedBy === 'vendor' ? snsKeys : strangersRsaKeys;
      const body = JSON.stringify({
        ...signed,
        SignatureVersion: '2',
        SigningCertURL: `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${'7f'.repeat(16)}.pem`,
        Signature: sign('sha256', Buffer.from(text), privateKey).toString('base64'),
      });
      return post(urlOf('sns'), { 'Content-Type': 'text/plain; charset=UTF-8' }, body);
    },
  },
];
