/**
 * One call of a number at a time, within this process. They would wait for each other in the database as well, but each
 * with a connection in its hands: whoever guesses at one number in parallel would take them all from everybody else.
 */
import type { Ticket } from '../connection/sql-client.ts';

export interface KeyedQueue {
  /** Resolves when it is this call's turn; at once, without a promise, if nobody is before it. */
  enter(key: string, ticket: Ticket): Promise<void> | undefined;
  leave(key: string): void;
}

interface Waiting {
  readonly ticket: Ticket;
  readonly go: () => void;
}

export function createKeyedQueue(): KeyedQueue {
  /** A key is here while a call of it is at work. */
  const queues = new Map<string, Waiting[] | null>();
  return {
    enter(key, ticket) {
      const queue = queues.get(key);
      if (queue === undefined) {
        queues.set(key, null);
        return undefined;
      }
      return new Promise((go) => {
        if (queue === null) queues.set(key, [{ ticket, go }]);
        else queue.push({ ticket, go });
      });
    },
    leave(key) {
      const queue = queues.get(key) ?? [];
      let next = queue.shift();
      while (next?.ticket.isGivenUp) next = queue.shift();
      if (next === undefined) queues.delete(key);
      else next.go();
    },
  };
}
