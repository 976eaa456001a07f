/** Reads a signed webhook. Of its payload only ids, states and error codes are looked at: the rest may hold a code in clear. */
import type { DeliveryReport } from '@countersign/otp-core/spec';
import { createDeliveryFailure } from './telnyx-failure.ts';
import { fieldOf, readId } from './vendor-fields.ts';

interface ReportedProviders {
  readonly providerId: string;
  readonly verificationProviderId: string;
}

/** No reports for events about something else; `null` for what Telnyx would not send. */
export function readWebhookEvent(body: Uint8Array, providers: ReportedProviders): readonly DeliveryReport[] | null {
  const data = fieldOf(parseJson(body), 'data');
  const type = fieldOf(data, 'event_type');
  if (typeof type !== 'string') return null;
  const payload = fieldOf(data, 'payload');
  const atMs = readTime(fieldOf(data, 'occurred_at'));
  switch (type) {
    case 'message.sent':
    case 'message.finalized': {
      const state = fieldOf(payload, 'to', 0, 'status');
      return toReports(payload, state, atMs, providers.providerId);
    }
    case 'verify.sent':
    case 'verify.delivered':
    case 'verify.failed': {
      const state = fieldOf(payload, 'delivery_status') ?? STATE_OF_EVENT[type];
      return toReports(payload, state, atMs, providers.verificationProviderId);
    }
    default:
      return [];
  }
}

const STATE_OF_EVENT = {
  'verify.sent': 'sent',
  'verify.delivered': 'delivered',
  'verify.failed': 'delivery_failed',
} as const;

const STATUS_OF_STATE: ReadonlyMap<unknown, DeliveryReport['status']> = new Map([
  ['queued', 'in-transit'],
  ['sending', 'in-transit'],
  ['sent', 'in-transit'],
  // Telnyx's last word, but not one that says what became of it.
  ['delivery_unconfirmed', 'in-transit'],
  ['delivered', 'delivered'],
  ['sending_failed', 'undelivered'],
  ['delivery_failed', 'undelivered'],
]);

function toReports(
  payload: unknown,
  state: unknown,
  atMs: number | null,
  providerId: string,
): readonly DeliveryReport[] | null {
  const messageId = readId(fieldOf(payload, 'id'));
  const status = STATUS_OF_STATE.get(state);
  if (messageId === null || typeof state !== 'string') return null;
  // A state that Telnyx adds one day is no reason to have the event sent again and again.
  if (status === undefined) return [];
  const failure =
    status === 'undelivered' ? createDeliveryFailure(fieldOf(payload, 'errors'), providerId, state) : null;
  return [{ providerId, messageId, status, atMs, failure }];
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** ISO 8601 with a zone. */
function readTime(value: unknown): number | null {
  const isTime =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(value);
  const atMs = isTime ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}
