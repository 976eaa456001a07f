/**
 * What to paste, provider by provider: the variables that our own settings read, and the line that points the vendor's
 * own SDK at an inbox. The credentials are made up; no vendor has ever given them to anybody.
 */
import type { InboxProviderName } from '../messages/provider-name.ts';

/** How an app reaches one provider of an inbox. */
export interface InboxProviderSettings {
  readonly provider: InboxProviderName;
  /** The vendor's product, as people call it. */
  readonly title: string;
  /** Variables that `@countersign/otp-config` reads: the address of the inbox, and nothing else. */
  readonly address: Readonly<Record<string, string>>;
  /** Made-up credentials and senders of the right shape, for those who have no account. */
  readonly credentials: Readonly<Record<string, string>>;
  /** How the vendor's own SDK, or plain HTTP, is pointed at the inbox. */
  readonly sdk: string;
  /** How its receipts find the app and are checked. */
  readonly receipts: string;
}

/** Options of `inboxSettings`. */
export interface InboxSettingsOptions {
  /** That of the inbox, where it has one: it stands where the vendor's secret does. */
  readonly token?: string | undefined;
}

const SID = '0123456789abcdef'.repeat(2);
const UUID = '00000000-0000-4000-8000-000000000000';
const NUMBER = '+15005550006';

/**
 * What to set so that an app's adapters talk to the inbox at `url`. It reads nothing and asks nobody.
 *
 * @param url as the inbox prints it, with or without a slash at its end
 * @example
 * ```ts
 * const twilio = inboxSettings('http://127.0.0.1:4025').find(({ provider }) => provider === 'twilio');
 * Object.assign(process.env, twilio?.address, twilio?.credentials);
 * ```
 */
export function inboxSettings(url: string, { token }: InboxSettingsOptions = {}): readonly InboxProviderSettings[] {
  const base = url.replace(/\/+$/, '');
  const secret = token ?? '0123456789abcdef'.repeat(2);
  const twilio = {
    address: { TWILIO_BASE_URL: base },
    credentials: { TWILIO_ACCOUNT_SID: `AC${SID}`, TWILIO_AUTH_TOKEN: secret },
  };
  const telnyxKey = token ?? 'KEY0123456789ABCDEF_inbox';
  const telnyx = {
    address: { TELNYX_BASE_URL: `${base}/v2` },
    sdk: `new Telnyx({ apiKey, baseURL: '${base}/v2' })`,
    receipts: 'Signed with a key of the inbox: set TELNYX_PUBLIC_KEY to the one it prints.',
  };
  return [
    {
      provider: 'twilio',
      title: 'Twilio Messages',
      ...twilio,
      credentials: { ...twilio.credentials, TWILIO_PHONE_NUMBER: NUMBER },
      sdk: `client.api.baseUrl = '${base}'`,
      receipts: 'Go to the StatusCallback of a message, signed with the auth token that its request came with.',
    },
    {
      provider: 'twilio-verify',
      title: 'Twilio Verify',
      ...twilio,
      credentials: { ...twilio.credentials, TWILIO_VERIFY_SERVICE_SID: `VA${SID}` },
      sdk: `client.verify.baseUrl = '${base}'`,
      receipts: 'Twilio Verify sends none.',
    },
    {
      provider: 'telnyx',
      title: 'Telnyx Messages',
      ...telnyx,
      credentials: { TELNYX_API_KEY: telnyxKey, TELNYX_PHONE_NUMBER: NUMBER },
    },
    {
      provider: 'telnyx-verify',
      title: 'Telnyx Verify',
      ...telnyx,
      credentials: { TELNYX_API_KEY: telnyxKey, TELNYX_VERIFY_PROFILE_ID: UUID },
      receipts: `Go to vendors.telnyx.webhookUrl. ${telnyx.receipts}`,
    },
    {
      provider: 'sinch',
      title: 'Sinch Verification',
      address: { SINCH_BASE_URL: base },
      credentials: { SINCH_KEY_ID: UUID, SINCH_KEY_SECRET: secret },
      sdk: `POST ${base}/verification/v1/verifications`,
      receipts: 'Go to vendors.sinch.callbackUrl, signed with vendors.sinch.applicationSecret.',
    },
    {
      provider: 'sinch-sms',
      title: 'Sinch SMS',
      address: { SINCH_SMS_BASE_URL: base },
      credentials: { SINCH_SERVICE_PLAN_ID: 'inbox', SINCH_API_TOKEN: secret },
      sdk: `POST ${base}/xms/v1/{service_plan_id}/batches`,
      receipts: 'Go to the callback_url of a batch, signed with vendors.sinch-sms.webhookSecret.',
    },
    {
      provider: 'sns',
      title: 'Amazon SNS',
      address: { AWS_ENDPOINT_URL_SNS: base },
      credentials: {
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'made-up-for-the-inbox',
        ...(token === undefined ? {} : { AWS_SESSION_TOKEN: token }),
      },
      sdk: `new SNSClient({ region, endpoint: '${base}' })`,
      receipts:
        'Go to vendors.sns.topicUrl as notices of a topic, signed under the inbox’s certificate: set AWS_SNS_INBOX_CERTIFICATE to it.',
    },
    {
      provider: 'http-gateway',
      title: 'An HTTP gateway',
      address: { SMS_ENDPOINT: `${base}/gateway` },
      credentials: token === undefined ? {} : { SMS_API_KEY: token },
      sdk: `GET ${base}/gateway?phone=&message=`,
      receipts: 'Gateways send none here.',
    },
  ];
}
