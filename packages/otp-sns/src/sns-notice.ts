/** What SNS posts to a subscriber, and where it may come from. Nothing of it is believed here. */
import { fieldOf, parseJson, readTime, type VendorOptions } from '@countersign/otp-provider-utils';

/** One notice, unverified. */
export interface SnsNotice {
  readonly type: SnsNoticeType;
  readonly topicArn: string;
  readonly sentAtMs: number;
  readonly message: string;
  /** Of a confirmation; empty otherwise. */
  readonly subscribeUrl: string;
  /** What the signature is over. */
  readonly signedText: string;
  readonly signature: Buffer;
  readonly digest: 'sha1' | 'sha256';
  readonly certificateUrl: string;
}

type SnsNoticeType = 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';

const CONFIRMED_FIELDS = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** In the order in which SNS signs them. Only `Subject` may be missing. */
const SIGNED_FIELDS: Readonly<Record<SnsNoticeType, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: CONFIRMED_FIELDS,
  UnsubscribeConfirmation: CONFIRMED_FIELDS,
};

const DIGESTS: ReadonlyMap<unknown, 'sha1' | 'sha256'> = new Map([
  ['1', 'sha1'],
  ['2', 'sha256'],
] as const);

/** `malformed`: not what SNS posts. `unauthenticated`: it might be, but for a signature. */
export function readSnsNotice(body: Uint8Array): SnsNotice | 'malformed' | 'unauthenticated' {
  const posted = parseJson(body);
  const type = fieldOf(posted, 'Type');
  if (!isNoticeType(type)) return 'malformed';
  const signed = readSignedFields(posted, SIGNED_FIELDS[type]);
  const sentAtMs = readTime(signed?.get('Timestamp'));
  if (signed === null || sentAtMs === null) return 'malformed';
  const signature = fieldOf(posted, 'Signature');
  const certificateUrl = fieldOf(posted, 'SigningCertURL');
  const digest = DIGESTS.get(fieldOf(posted, 'SignatureVersion'));
  if (digest === undefined || typeof certificateUrl !== 'string' || certificateUrl.length > 512)
    return 'unauthenticated';
  // Of a key of 2,048 bits at least, as no other is taken.
  if (typeof signature !== 'string' || !/^[A-Za-z0-9+/]{342,1366}={0,2}$/.test(signature)) return 'unauthenticated';
  return {
    type,
    topicArn: signed.get('TopicArn') ?? '',
    sentAtMs,
    message: signed.get('Message') ?? '',
    subscribeUrl: signed.get('SubscribeURL') ?? '',
    signedText: [...signed].map(([name, value]) => `${name}\n${value}\n`).join(''),
    signature: Buffer.from(signature, 'base64'),
    digest,
    certificateUrl,
  };
}

function isNoticeType(type: unknown): type is SnsNoticeType {
  return typeof type === 'string' && Object.hasOwn(SIGNED_FIELDS, type);
}

/**
 * `null` where one is missing or no text. Values are joined by line breaks without being escaped, so that one text could
 * be split up in several ways; the two last fields are compared with what is expected (`TopicArn`) or may be (`Type`),
 * which leaves a notice for another topic no way to be taken for one of ours.
 */
function readSignedFields(posted: unknown, names: readonly string[]): ReadonlyMap<string, string> | null {
  const signed = new Map<string, string>();
  for (const name of names) {
    const value = fieldOf(posted, name) ?? undefined;
    if (typeof value === 'string') signed.set(name, value);
    else if (value !== undefined || name !== 'Subject') return null;
  }
  return signed;
}

/** Host of SNS by the ARN of a topic. */
export type SnsTopics = ReadonlyMap<string, string>;

/** The region's form keeps hosts such as `sns.s3.amazonaws.com`, which is a bucket of somebody's, out of the question. */
const TOPIC_ARN =
  /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]{2,12}){1,2}-\d{1,2}):\d{12}:[A-Za-z0-9_-]{1,256}$/;
const MAX_TOPICS = 64;

/** What is returned beside a problem is never used. */
export function readTopics(given: VendorOptions): SnsTopics {
  const value = given.value('topicArns');
  const arns: readonly unknown[] = Array.isArray(value) ? value : [];
  if (arns.length === 0 || arns.length > MAX_TOPICS) {
    given.add(
      'topicArns',
      `must be an array of 1 to ${MAX_TOPICS} topics: whoever has an AWS account can sign for one`,
    );
  }
  const topics = new Map<string, string>();
  for (const [index, arn] of arns.entries()) {
    const [, partition, region] = (typeof arn === 'string' ? TOPIC_ARN.exec(arn) : null) ?? [];
    if (region === undefined) {
      given.add(`topicArns[${index}]`, 'must be the ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:sms');
    } else {
      topics.set(String(arn), `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`);
    }
  }
  return topics;
}

/** Where certificates of that host lie. Anything that a URL parser would read otherwise than a person is refused. */
export function isCertificateUrl(url: string, host: string): boolean {
  const prefix = `https://${host}/SimpleNotificationService-`;
  return url.startsWith(prefix) && /^[A-Za-z0-9]{1,128}\.pem$/.test(url.slice(prefix.length));
}

/** Whether it names the address that confirms a subscription to its topic, and no other. */
export function isConfirmable({ subscribeUrl: url, topicArn }: SnsNotice, host: string): boolean {
  if (!url.startsWith(`https://${host}/?`) || url.length > 2048 || !/^[\x21-\x7e]+$/.test(url)) return false;
  const parameters = new URL(url).searchParams;
  return parameters.get('Action') === 'ConfirmSubscription' && parameters.get('TopicArn') === topicArn;
}
