/**
 * As many calls at a time as a client has connections; the others wait here. In a queue of the client's own they could not
 * be taken back: given up, they would still be sent, and count.
 */
import type { Ticket } from './sql-client.ts';

export interface ConnectionSlots {
  /** Begins at once, or in its turn; never if it is given up before. */
  take(ticket: Ticket, begin: (slot: ConnectionSlot) => void): void;
  /** The connections were replaced by as many new ones: who waits need not wait for the old. */
  renew(): void;
}

export interface ConnectionSlot {
  /** The client is done with the call, whatever came of it. */
  leave(): void;
  /** Whether the client, where it was not replaced since, was done with no call since this one began. */
  isAllSilent(): boolean;
}

interface Generation {
  held: number;
  left: number;
}

export function createConnectionSlots(count: number): ConnectionSlots {
  let current: Generation = { held: 0, left: 0 };
  const waiting = new Set<(slot: ConnectionSlot) => void>();

  function hold(): ConnectionSlot {
    const generation = current;
    const leftBefore = generation.left;
    generation.held += 1;
    return {
      leave() {
        generation.held -= 1;
        generation.left += 1;
        serve();
      },
      isAllSilent: () => generation === current && generation.left === leftBefore,
    };
  }

  function serve(): void {
    for (const begin of waiting) {
      if (current.held >= count) return;
      waiting.delete(begin);
      begin(hold());
    }
  }

  return {
    take(ticket, begin) {
      // Nobody waits where a slot is free.
      if (current.held < count) {
        begin(hold());
        return;
      }
      waiting.add(begin);
      ticket.onGiveUp = () => void waiting.delete(begin);
    },
    renew() {
      current = { held: 0, left: 0 };
      serve();
    },
  };
}
