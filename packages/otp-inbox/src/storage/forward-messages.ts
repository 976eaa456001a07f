/** Posts each message to a webhook of the developer's: `{ "type": "message", "message": … }`. Three attempts, one after the other. */
import type { Mailbox } from '../messages/mailbox.ts';
import type { PostReceipt } from '../receipts/post-receipt.ts';
import type { Scheduler } from '../receipts/scheduler.ts';

export interface ForwardOptions {
  readonly url: string;
  readonly post: PostReceipt;
  readonly scheduler: Scheduler;
  /** Told when a message was given up, in a sentence. */
  readonly onWarning: (warning: string) => void;
}

const WAITS_MS = [1_000, 5_000];
const TIMEOUT_MS = 5_000;
/** What waits for a webhook that does not answer: the oldest is given up first. */
const MAX_WAITING = 1_000;

export function forwardMessages(mailbox: Mailbox, { url, post, scheduler, onWarning }: ForwardOptions): void {
  const waiting: string[] = [];
  let isBusy = false;

  async function sendNext(attempt: number): Promise<void> {
    const [body] = waiting;
    if (body === undefined) {
      isBusy = false;
      return;
    }
    isBusy = true;
    const posted = await post(url, { 'Content-Type': 'application/json' }, body, TIMEOUT_MS);
    const isTaken = posted.httpStatus !== null && posted.httpStatus >= 200 && posted.httpStatus <= 299;
    const waitMs = WAITS_MS[attempt - 1];
    if (!isTaken && waitMs !== undefined) {
      scheduler.after(waitMs, () => void sendNext(attempt + 1));
      return;
    }
    if (!isTaken) {
      const problem = posted.httpStatus === null ? posted.problem : `Its answer had the status ${posted.httpStatus}.`;
      onWarning(`A message was not forwarded. ${problem}`);
    }
    waiting.shift();
    void sendNext(1);
  }

  mailbox.subscribe((event) => {
    if (event.type !== 'message') return;
    waiting.push(JSON.stringify({ type: 'message', message: event.message }));
    // The first one may be under way.
    if (waiting.length > MAX_WAITING) waiting.splice(1, 1);
    if (!isBusy) void sendNext(1);
  });
}
