/** What becomes of a message and when, in the order in which every vendor tells it; rules change the plan. */
import type { InboxDeliveryStatus } from '../messages/inbox-message.ts';
import type { InboxFault } from '../rules/rule.ts';

export interface PlannedStep {
  readonly afterMs: number;
  readonly status: Extract<InboxDeliveryStatus, 'queued' | 'sent' | 'delivered' | 'undelivered'>;
  /** Why it was not delivered, in the vendor's word. */
  readonly code: string | null;
}

export interface DeliveryPlan {
  /** What the vendor knows. */
  readonly steps: readonly PlannedStep[];
  /** How often the phone gets the message, and when: 0 for none. */
  readonly copies: 0 | 1 | 2;
  readonly arrivesAfterMs: number;
  readonly receipts: 'as-it-happens' | 'doubled' | 'out-of-order' | 'lost';
  /** How much later than what they tell. */
  readonly receiptsAfterMs: number;
  /** `lost`: nobody ever knows. */
  readonly fate: 'delivered' | 'undelivered' | 'lost';
}

const QUEUED_MS = 100;
const SENT_MS = 300;
const FINAL_MS = 1_000;
const DEFAULT_DELAY_SECONDS = 5;

/** @param undeliveredCode the vendor's word for a phone that cannot be reached */
export function planDelivery(fault: InboxFault | null, undeliveredCode: string): DeliveryPlan {
  const delivered = createPlan(0, 'delivered', null);
  switch (fault?.type) {
    case 'lost':
      return { ...delivered, steps: delivered.steps.slice(0, -1), copies: 0, receipts: 'lost', fate: 'lost' };
    case 'undelivered':
      return createPlan(0, 'undelivered', fault.code ?? undeliveredCode);
    case 'late':
      return createPlan((fault.delaySeconds ?? DEFAULT_DELAY_SECONDS) * 1000, 'delivered', null);
    case 'duplicate':
      return { ...delivered, copies: 2 };
    case 'receipt-late':
      return { ...delivered, receiptsAfterMs: (fault.delaySeconds ?? DEFAULT_DELAY_SECONDS) * 1000 };
    case 'receipt-doubled':
      return { ...delivered, receipts: 'doubled' };
    case 'receipt-out-of-order':
      return { ...delivered, receipts: 'out-of-order' };
    case 'receipt-lost':
      return { ...delivered, receipts: 'lost' };
    default:
      return delivered;
  }
}

function createPlan(laterMs: number, last: 'delivered' | 'undelivered', code: string | null): DeliveryPlan {
  return {
    steps: [
      { afterMs: laterMs + QUEUED_MS, status: 'queued', code: null },
      { afterMs: laterMs + SENT_MS, status: 'sent', code: null },
      { afterMs: laterMs + FINAL_MS, status: last, code },
    ],
    copies: last === 'delivered' ? 1 : 0,
    arrivesAfterMs: laterMs,
    receipts: 'as-it-happens',
    receiptsAfterMs: 0,
    fate: last,
  };
}
