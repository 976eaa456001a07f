import { type KeyObject, verify } from 'node:crypto';
import type {
  Clock,
  DeliveryReport,
  DeliveryReportOutcome,
  DeliveryReportParser,
  ProviderFailure,
} from '@countersign/otp-core/spec';
import {
  defineReceiptParser,
  failureOfReceipt,
  fieldOf,
  parseJson,
  readOptions,
  readTime,
  refuseCallback,
  statusTable,
  type VendorOptions,
  verified,
} from '@countersign/otp-provider-utils';
import { SNS, SNS_DELIVERY_RESPONSES } from './sns-errors.ts';
import { isCertificateUrl, isConfirmable, readSnsNotice, readTopics, type SnsNotice } from './sns-notice.ts';
import { createSigningKeys, type SnsCertificateFetch } from './sns-signing-keys.ts';

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
  const resolved = readOptions('createSnsDeliveryReportParser', options, (given) => ({
    fetchCertificate: readFetch(given),
    providerId: given.providerId('sns'),
    clock: given.clock(),
    topics: readTopics(given),
  }));
  const { fetchCertificate, topics, providerId, clock } = resolved;
  const findKey = createSigningKeys(fetchCertificate, () => clock.now());

  return defineReceiptParser({ providerId, maxBodyBytes: MAX_BODY_BYTES }, async ({ body }) => {
    const notice = readSnsNotice(body);
    if (typeof notice === 'string') return refuseCallback(notice);
    const host = topics.get(notice.topicArn);
    if (host === undefined || !isCertificateUrl(notice.certificateUrl, host)) return refuseCallback('unauthenticated');
    const ageMs = clock.now() - notice.sentAtMs;
    if (ageMs > MAX_AGE_MS || ageMs < -MAX_AHEAD_MS) return refuseCallback('stale');
    if (notice.type === 'SubscriptionConfirmation' && !isConfirmable(notice, host)) return refuseCallback('malformed');
    // All that costs nothing has been checked: whoever posts can have this host asked for a file from here on.
    const key = await findKey(notice.certificateUrl);
    // SNS posts again what was not refused for good.
    if (key === null) return refuseCallback('unavailable');
    if (!isSigned(notice, key)) return refuseCallback('unauthenticated');
    findKey.confirm(notice.certificateUrl);
    return readContent(notice, providerId);
  });
}

function readContent({ type, message, subscribeUrl }: SnsNotice, providerId: string): DeliveryReportOutcome {
  switch (type) {
    case 'Notification':
      return verified(readDeliveryLogs(message, providerId));
    case 'SubscriptionConfirmation':
      return { status: 'confirmation-needed', confirmUrl: subscribeUrl };
    case 'UnsubscribeConfirmation':
      return verified([]);
  }
}

function readFetch(given: VendorOptions): SnsCertificateFetch {
  const own = given.value('fetch') ?? (((url, init) => fetch(url, init)) satisfies SnsCertificateFetch);
  if (typeof own !== 'function') given.add('fetch', 'must be a function like fetch');
  return own as SnsCertificateFetch;
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

/** A log subscription hands over a few hundred records at most. */
const MAX_RECORDS = 1_000;
/** Carriers take up to three days to answer. */
const MAX_DWELL_MS = 604_800_000;

/** Reports on every record in a text: one, a list, or a batch of CloudWatch Logs. Anything else reports nothing. */
function readDeliveryLogs(text: string, providerId: string): readonly DeliveryReport[] {
  return recordsOf(parseJson(text))
    .slice(0, MAX_RECORDS)
    .map((record) => readRecord(record, providerId))
    .filter((report) => report !== null);
}

function recordsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const events = fieldOf(value, 'logEvents');
  if (!Array.isArray(events)) return [value];
  return events.map((event) => {
    const message = fieldOf(event, 'message');
    return typeof message === 'string' ? parseJson(message) : message;
  });
}

function readRecord(record: unknown, providerId: string): DeliveryReport | null {
  const notification = fieldOf(record, 'notification');
  const messageId = fieldOf(notification, 'messageId');
  const status = STATUS_OF.get(fieldOf(record, 'status'));
  if (typeof messageId !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(messageId)) return null;
  if (status === undefined) return null;
  const delivery = fieldOf(record, 'delivery');
  const failure =
    status === 'undelivered' ? createDeliveryFailure(fieldOf(delivery, 'providerResponse'), providerId) : null;
  return { providerId, messageId, status, atMs: timeOf(notification, delivery), failure };
}

/** `SUCCESS` is the last word of SNS: the carrier took the message, and the phone too where carriers tell. */
const STATUS_OF = statusTable({ 'in-transit': [], delivered: ['SUCCESS'], undelivered: ['FAILURE'] });

/** When it was published, in UTC, and how long it then took. */
function timeOf(notification: unknown, delivery: unknown): number | null {
  const publishedAtMs = readTime(fieldOf(notification, 'timestamp'), 'Z');
  if (publishedAtMs === null) return null;
  return publishedAtMs + (readDwell(delivery, 'dwellTimeMsUntilDeviceAck') ?? readDwell(delivery, 'dwellTimeMs') ?? 0);
}

function readDwell(delivery: unknown, name: string): number | null {
  const dwellMs = fieldOf(delivery, name);
  return Number.isInteger(dwellMs) && Number(dwellMs) >= 0 && Number(dwellMs) <= MAX_DWELL_MS ? Number(dwellMs) : null;
}

/** A sentence that nobody knows may hold anything, the number for one. */
function createDeliveryFailure(providerResponse: unknown, providerId: string): ProviderFailure {
  const meaning = typeof providerResponse === 'string' ? SNS_DELIVERY_RESPONSES.get(providerResponse) : undefined;
  const code = meaning === undefined ? 'FAILURE' : String(providerResponse);
  return failureOfReceipt({ code, meaning: meaning ?? { category: 'unknown' } }, SNS, providerId);
}
