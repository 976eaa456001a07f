import { type KeyObject, verify } from 'node:crypto';
import { checkProviderId, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type {
  Clock,
  DeliveryReportOutcome,
  DeliveryReportParser,
  DeliveryReportRequest,
} from '@countersign/otp-core/spec';
import { readFields } from './check-input.ts';
import { readDeliveryLogs } from './read-delivery-logs.ts';
import { readSnsNotice, type SnsNotice } from './read-sns-notice.ts';
import { createSigningKeys, type SnsCertificateFetch } from './signing-keys.ts';
import { isCertificateUrl, isSubscribeUrl, readTopics } from './sns-topic.ts';

/** Options of `createSnsDeliveryReportParser`. */
export interface SnsDeliveryReportParserOptions {
  /** The topics that are listened to, 1 to 64. A signature says only that SNS posted it, for whichever account. */
  readonly topicArns: readonly string[];
  /** That of the sender whose messages are reported on. @defaultValue 'sns' */
  readonly providerId?: string;
  /** Fetches the certificate of SNS; for tests and for proxies. It must not follow redirects. @defaultValue the global `fetch` */
  readonly fetch?: SnsCertificateFetch;
  /** For tests. @defaultValue the process's own time */
  readonly clock?: Pick<Clock, 'now'>;
}

const KNOWN_OPTIONS = ['topicArns', 'providerId', 'fetch', 'clock'];

/** Records of a log have half a kilobyte. */
const MAX_BODY_BYTES = 262_144;
/** SNS posts again for an hour at most, with the time of the first attempt. */
const MAX_AGE_MS = 3_900_000;
const MAX_AHEAD_MS = 300_000;

/**
 * Reads delivery status logs of SNS that are published to a topic and arrive at an HTTPS subscription of it. The topic
 * comes first, then where the certificate lies, then the age, then the signature (versions 1 and 2), then the content.
 * Only certificates are fetched, from the topic's own region. A confirmation of the subscription is
 * `confirmation-needed` and never visited; the end of one and notices about something else are `verified` without reports.
 *
 * @throws OtpConfigurationError naming every option that makes no sense.
 * @example
 * ```ts
 * const parser = createSnsDeliveryReportParser({ topicArns: ['arn:aws:sns:eu-west-1:123456789012:sms-logs'] });
 * const outcome = await parser.parse({ method: 'POST', url: '/webhooks/sns', headers: {}, body: new Uint8Array() });
 * ```
 */
export function createSnsDeliveryReportParser(options: SnsDeliveryReportParserOptions): DeliveryReportParser {
  const { topics, findKey, providerId, now } = resolveOptions(options);

  async function parse(request: DeliveryReportRequest): Promise<DeliveryReportOutcome> {
    const { method, body } = readFields(request, ['method', 'body']);
    if (!(body instanceof Uint8Array) || body.length > MAX_BODY_BYTES || method !== 'POST') return refused('malformed');
    const notice = readSnsNotice(body);
    if (typeof notice === 'string') return refused(notice);
    const host = topics.get(notice.topicArn);
    if (host === undefined || !isCertificateUrl(notice.certificateUrl, host)) return refused('unauthenticated');
    const ageMs = now() - notice.sentAtMs;
    if (ageMs > MAX_AGE_MS || ageMs < -MAX_AHEAD_MS) return refused('stale');
    if (notice.type === 'SubscriptionConfirmation' && !isConfirmable(notice, host)) return refused('malformed');
    // All that costs nothing has been checked: whoever posts can have this host asked for a file from here on.
    const key = await findKey(notice.certificateUrl);
    // SNS posts again what was not refused for good.
    if (key === null) return refused('unavailable');
    if (!isSigned(notice, key)) return refused('unauthenticated');
    findKey.confirm(notice.certificateUrl);
    return readContent(notice);
  }

  function readContent({ type, message, subscribeUrl }: SnsNotice): DeliveryReportOutcome {
    switch (type) {
      case 'Notification':
        return { status: 'verified', reports: readDeliveryLogs(message, providerId), reply: null };
      case 'SubscriptionConfirmation':
        return subscribeUrl === null
          ? refused('malformed')
          : { status: 'confirmation-needed', confirmUrl: subscribeUrl };
      case 'UnsubscribeConfirmation':
        return { status: 'verified', reports: [], reply: null };
    }
  }

  return Object.freeze({ specificationVersion: 'v1', kind: 'delivery-report-parser', providerId, parse });
}

function isConfirmable({ subscribeUrl, topicArn }: SnsNotice, host: string): boolean {
  return subscribeUrl !== null && isSubscribeUrl(subscribeUrl, host, topicArn);
}

function isSigned({ digest, signedText, signature }: SnsNotice, key: KeyObject): boolean {
  try {
    // Nothing secret is compared: whoever has the certificate can compute all of this.
    return verify(digest, Buffer.from(signedText), key, signature);
  } catch {
    // A Node built for FIPS knows no SHA-1.
    return false;
  }
}

function refused(reason: 'unauthenticated' | 'stale' | 'malformed' | 'unavailable'): DeliveryReportOutcome {
  return { status: 'refused', reason };
}

function resolveOptions(options: unknown) {
  const problems = new OptionProblems('createSnsDeliveryReportParser');
  if (!isOptions(options)) problems.add('options', 'must be an object');
  const given: Record<string, unknown> = isOptions(options) ? { ...options } : {};
  problems.addUnknown('', given, KNOWN_OPTIONS);
  const { providerId = 'sns', clock = Date } = given;
  const fetchCertificate = given.fetch ?? (((url, init) => fetch(url, init)) satisfies SnsCertificateFetch);
  checkProviderId('providerId', providerId, problems);
  if (typeof fetchCertificate !== 'function') problems.add('fetch', 'must be a function like fetch');
  if (typeof readFields(clock, ['now']).now !== 'function') problems.add('clock', 'must have a function now');
  const topics = readTopics(given.topicArns, problems);
  problems.throwIfAny();
  const now = () => (clock as Pick<Clock, 'now'>).now();
  return {
    topics,
    findKey: createSigningKeys(fetchCertificate as SnsCertificateFetch, now),
    providerId: String(providerId),
    now,
  };
}
