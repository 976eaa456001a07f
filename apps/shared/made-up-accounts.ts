/** Accounts that nobody has, for a demo whose vendors the inbox plays: what the app is told of them, and what the inbox is. */
import { type Inbox, type InboxVendors, inboxSettings } from '@countersign/otp-inbox';

type Variables = readonly (readonly [name: string, value: string])[];

const TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:sms-logs';
const PLAN_SECRET = 'made-up-for-the-inbox';

/** Credentials and senders, as the inbox tells them. */
export function credentialsOf(providers: readonly string[], token: string | undefined): Variables {
  // The address stands apart from them, and is asked for by nobody here.
  return inboxSettings('', token === undefined ? {} : { token })
    .filter(({ provider }) => providers.includes(provider))
    .flatMap(({ credentials }) => Object.entries(credentials));
}

/** What vendors' consoles are told where there is one: where receipts go, and what they are signed with. */
export function toldToVendors(receiptsUrl: string): InboxVendors {
  const urlOf = (provider: string) => `${receiptsUrl}/webhooks/${provider}`;
  const { SINCH_KEY_ID, SINCH_KEY_SECRET } = Object.fromEntries(credentialsOf(['sinch'], undefined));
  return {
    telnyx: { webhookUrl: urlOf('telnyx-verify') },
    sinch: { applicationKey: SINCH_KEY_ID, applicationSecret: SINCH_KEY_SECRET, callbackUrl: urlOf('sinch') },
    'sinch-sms': { webhookSecret: PLAN_SECRET },
    sns: { topicUrl: urlOf('sns'), topicArn: TOPIC_ARN },
  };
}

/** What the app is told, so that it believes these receipts. */
export function receiptSettings(receiptsUrl: string, { telnyxPublicKey, snsCertificate }: Inbox): Variables {
  return [
    ['OTP_PUBLIC_URL', receiptsUrl],
    ['TELNYX_PUBLIC_KEY', telnyxPublicKey],
    ['SINCH_WEBHOOK_SECRET', PLAN_SECRET],
    ['AWS_SNS_TOPIC_ARNS', TOPIC_ARN],
    ['AWS_SNS_INBOX_CERTIFICATE', snsCertificate],
  ];
}
