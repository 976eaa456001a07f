/** Lets callers wait for a message, in process and over HTTP alike. Their number is bounded; every wait ends. */
import type { InboxMessage } from './inbox-message.ts';
import type { Mailbox, MessageFilter } from './mailbox.ts';

/** The longest a wait may take. */
export const MAX_WAIT_MS = 60_000;
/**
 * How many may wait at a time.
 * @internal
 */
export const MAX_WAITERS = 256;

export interface WaitInput extends MessageFilter {
  readonly waitMs: number;
  /** `code`: pass over messages without a code. */
  readonly need: 'message' | 'code';
  /** Ends the wait, with `none`, when nobody is there for the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

export type WaitOutcome =
  | { readonly status: 'received'; readonly message: InboxMessage }
  | { readonly status: 'none' }
  | { readonly status: 'too-many-waiters' }
  | { readonly status: 'closed' };

export interface WaitingRoom {
  /** The newest message that matches now, else the first that comes. */
  wait(input: WaitInput): Promise<WaitOutcome>;
  /** Ends every wait, now and later, with `closed`. */
  close(): void;
}

export function createWaitingRoom(mailbox: Mailbox): WaitingRoom {
  const leaves = new Set<(outcome: WaitOutcome) => void>();
  let isClosed = false;

  function isWanted(message: InboxMessage, input: WaitInput): boolean {
    // Nobody gets what is lost on its way, so nobody waits for it.
    if (!message.arrives || !mailbox.matches(message, input)) return false;
    return input.need === 'message' || message.code !== null;
  }

  function enter(input: WaitInput): Promise<WaitOutcome> {
    return new Promise((resolve) => {
      const giveUp = (): void => leave({ status: 'none' });
      const timer = setTimeout(giveUp, input.waitMs);
      const unsubscribe = mailbox.subscribe((event) => {
        if (event.type === 'message' && isWanted(event.message, input)) {
          leave({ status: 'received', message: event.message });
        }
      });
      input.signal?.addEventListener('abort', giveUp);
      leaves.add(leave);

      function leave(outcome: WaitOutcome): void {
        clearTimeout(timer);
        unsubscribe();
        input.signal?.removeEventListener('abort', giveUp);
        leaves.delete(leave);
        resolve(outcome);
      }
    });
  }

  return {
    async wait(input) {
      if (isClosed) return { status: 'closed' };
      const message = mailbox.list(input, Number.POSITIVE_INFINITY).find((candidate) => isWanted(candidate, input));
      if (message !== undefined) return { status: 'received', message };
      if (input.waitMs === 0 || input.signal?.aborted === true) return { status: 'none' };
      if (leaves.size >= MAX_WAITERS) return { status: 'too-many-waiters' };
      return enter(input);
    },
    close() {
      isClosed = true;
      for (const leave of [...leaves]) leave({ status: 'closed' });
    },
  };
}
