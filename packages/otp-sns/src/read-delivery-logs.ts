/** Reads delivery status logs. Of a record only ids, times, the status and a known reason are looked at. */
import { createProviderFailure } from '@countersign/otp-core/adapter';
import type { DeliveryReport, ProviderFailure } from '@countersign/otp-core/spec';
import { SNS_DELIVERY_RESPONSES } from './sns-delivery-responses.ts';
import { MESSAGES } from './sns-failure.ts';
import { fieldOf, parseJson } from './vendor-fields.ts';

/** A log subscription hands over a few hundred records at most. */
const MAX_RECORDS = 1_000;
/** Carriers take up to three days to answer. */
const MAX_DWELL_MS = 604_800_000;

/** Reports on every record in a text: one, a list, or a batch of CloudWatch Logs. Anything else reports nothing. */
export function readDeliveryLogs(text: string, providerId: string): readonly DeliveryReport[] {
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
const STATUS_OF: ReadonlyMap<unknown, 'delivered' | 'undelivered'> = new Map([
  ['SUCCESS', 'delivered'],
  ['FAILURE', 'undelivered'],
] as const);

/** When it was published, in UTC, and how long it then took. */
function timeOf(notification: unknown, delivery: unknown): number | null {
  const publishedAt = fieldOf(notification, 'timestamp');
  if (typeof publishedAt !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?$/.test(publishedAt))
    return null;
  const publishedAtMs = Date.parse(`${publishedAt.replace(' ', 'T')}Z`);
  if (Number.isNaN(publishedAtMs)) return null;
  return publishedAtMs + (readDwell(delivery, 'dwellTimeMsUntilDeviceAck') ?? readDwell(delivery, 'dwellTimeMs') ?? 0);
}

function readDwell(delivery: unknown, name: string): number | null {
  const dwellMs = fieldOf(delivery, name);
  return Number.isInteger(dwellMs) && Number(dwellMs) >= 0 && Number(dwellMs) <= MAX_DWELL_MS ? Number(dwellMs) : null;
}

/** A sentence that nobody knows may hold anything, the number for one. */
function createDeliveryFailure(providerResponse: unknown, providerId: string): ProviderFailure {
  const known = typeof providerResponse === 'string' ? providerResponse : '';
  const meaning = SNS_DELIVERY_RESPONSES.get(known);
  const category = meaning?.category ?? 'unknown';
  return createProviderFailure({
    category,
    ...(meaning === undefined ? {} : { retryable: meaning.retryable }),
    providerId,
    providerCode: meaning === undefined ? 'FAILURE' : known,
    message: MESSAGES[category],
  });
}
