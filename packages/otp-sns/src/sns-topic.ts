/** Which topics are listened to, and from where their certificates and their addresses come. */
import type { OptionProblems } from '@countersign/otp-core/adapter';

/** Host of SNS by the ARN of a topic. */
export type SnsTopics = ReadonlyMap<string, string>;

/** The region's form keeps hosts such as `sns.s3.amazonaws.com`, which is a bucket of somebody's, out of the question. */
const TOPIC_ARN =
  /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]{2,12}){1,2}-\d{1,2}):\d{12}:[A-Za-z0-9_-]{1,256}$/;
const MAX_TOPICS = 64;

/** What is returned beside a problem is never used. */
export function readTopics(value: unknown, problems: OptionProblems): SnsTopics {
  const given: readonly unknown[] = Array.isArray(value) ? value : [];
  if (given.length === 0 || given.length > MAX_TOPICS) {
    problems.add(
      'topicArns',
      `must be an array of 1 to ${MAX_TOPICS} topics: whoever has an AWS account can sign for one`,
    );
  }
  const topics = new Map<string, string>();
  for (const [index, arn] of given.entries()) {
    const [, partition, region] = (typeof arn === 'string' ? TOPIC_ARN.exec(arn) : null) ?? [];
    if (region === undefined) {
      problems.add(`topicArns[${index}]`, 'must be the ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:sms');
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

/** The address that confirms a subscription to that topic, and no other. */
export function isSubscribeUrl(url: string, host: string, topicArn: string): boolean {
  if (!url.startsWith(`https://${host}/?`) || url.length > 2048 || !/^[\x21-\x7e]+$/.test(url)) return false;
  const parameters = new URL(url).searchParams;
  return parameters.get('Action') === 'ConfirmSubscription' && parameters.get('TopicArn') === topicArn;
}
