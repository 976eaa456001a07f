/** Remembers for a while which vendor a number was last sent to by, without keeping the number. */
import { createHmac, randomBytes } from 'node:crypto';

export interface NumberMemory {
  /** The vendor that was remembered last, unless that is too long ago. */
  recall(phoneNumber: string): string | null;
  remember(phoneNumber: string, providerId: string): void;
}

export interface NumberMemoryOptions {
  readonly forMs: number;
  /** Beyond it the oldest are forgotten. */
  readonly maxNumbers: number;
}

/** The names are hashes under a key that this process draws and nobody else has: a dump of the memory alone tells no number. */
export function createNumberMemory({ forMs, maxNumbers }: NumberMemoryOptions): NumberMemory {
  const key = randomBytes(32);
  /** In the order of remembering, so that the oldest are the first to be forgotten. */
  const entries = new Map<string, { readonly providerId: string; readonly untilMs: number }>();
  const nameOf = (phoneNumber: string) =>
    createHmac('sha256', key).update(phoneNumber).digest('base64url').slice(0, 22);

  function forgetOld(nowMs: number): void {
    for (const [name, { untilMs }] of entries) {
      if (untilMs > nowMs && entries.size <= maxNumbers) return;
      entries.delete(name);
    }
  }

  return {
    recall(phoneNumber) {
      const entry = entries.get(nameOf(phoneNumber));
      return entry === undefined || entry.untilMs <= Date.now() ? null : entry.providerId;
    },
    remember(phoneNumber, providerId) {
      const name = nameOf(phoneNumber);
      const nowMs = Date.now();
      entries.delete(name);
      entries.set(name, { providerId, untilMs: nowMs + forMs });
      forgetOld(nowMs);
    },
  };
}

/** `another`: the vendor used last comes last, the next in the list first. `same`: it comes first. */
export function orderForRepeat<Each extends { readonly providerId: string }>(
  list: readonly Each[],
  last: string | null,
  onRepeat: 'same' | 'another',
): readonly Each[] {
  const index = list.findIndex(({ providerId }) => providerId === last);
  if (index === -1) return list;
  if (onRepeat === 'another') return [...list.slice(index + 1), ...list.slice(0, index + 1)];
  return [...list.slice(index, index + 1), ...list.slice(0, index), ...list.slice(index + 1)];
}
