/** What came of a send, as the store keeps it for duplicates: our two words and the provider's id, no number and no code. */
import type { Sent } from '../answer/hook-outcome.ts';
import { textAt } from '../reading/json-value.ts';

export function writeRecordedSent({ delivery, providerId, messageId }: Sent): string {
  return JSON.stringify({ delivery, providerId, messageId });
}

/** `null`: nothing was recorded, or nothing that we can read; then it is unknown whether it left. */
export function readRecordedSent(value: string | null): Sent | null {
  const recorded = parse(value);
  const delivery = textAt(recorded, 'delivery');
  if (delivery !== 'accepted' && delivery !== 'unknown') return null;
  return {
    status: 'sent',
    delivery,
    providerId: textAt(recorded, 'providerId'),
    messageId: textAt(recorded, 'messageId'),
  };
}

function parse(value: string | null): unknown {
  try {
    return value === null ? null : JSON.parse(value);
  } catch {
    return null;
  }
}
