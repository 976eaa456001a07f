/**
 * Sends receipts: to this machine and to hosts that were allowed, and nowhere else, as whoever can send a request here
 * could otherwise have the inbox post anywhere. Tries again as the vendor would, and tells the message's timeline each attempt.
 */
import { isListedHost } from '../http/host-names.ts';
import { isLoopbackHostName } from '../http/loopback.ts';
import type { InboxReceiptEvent } from '../messages/inbox-message.ts';
import type { PostReceipt } from './post-receipt.ts';
import type { ReceiptAddress, ReceiptAttempt, ReceiptPost } from './receipt-address.ts';
import type { Scheduler } from './scheduler.ts';

/** Told of each attempt. */
export type ReceiptListener = (event: InboxReceiptEvent) => void;

type Write = (attempt: ReceiptAttempt) => ReceiptPost;

export interface ReceiptOffice {
  send(address: ReceiptAddress, write: Write, onEvent: ReceiptListener): void;
  /** Tells what would have been sent. */
  lose(address: ReceiptAddress, write: Write, onEvent: ReceiptListener): void;
}

export interface ReceiptOfficeOptions {
  readonly scheduler: Scheduler;
  readonly post: PostReceipt;
  /** Hosts beside this machine. */
  readonly hosts: readonly string[];
}

/** So many posts are under way at a time; the others wait their turn. */
const MAX_POSTS = 32;

export function createReceiptOffice({ scheduler, post, hosts }: ReceiptOfficeOptions): ReceiptOffice {
  const waiting: Array<() => void> = [];
  let posts = 0;

  async function inTurn<T>(action: () => Promise<T>): Promise<T> {
    if (posts >= MAX_POSTS) await new Promise<void>((resolve) => waiting.push(resolve));
    posts += 1;
    try {
      return await action();
    } finally {
      posts -= 1;
      waiting.shift()?.();
    }
  }

  function isAllowed(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const { protocol, hostname } = new URL(url);
    return /^https?:$/.test(protocol) && (isLoopbackHostName(hostname) || isListedHost(hosts, hostname));
  }

  async function attempt(
    address: ReceiptAddress,
    write: Write,
    onEvent: ReceiptListener,
    urlIndex: number,
    count: number,
  ) {
    const url = address.urls[urlIndex];
    if (url === undefined) return;
    const written = write({ url, attempt: count, nowMs: scheduler.now() });
    const tell = (outcome: InboxReceiptEvent['outcome'], httpStatus: number | null, note: string | null): void =>
      onEvent(createEvent({ scheduler, written, url, attempt: count, outcome, httpStatus, note }));
    if (!isAllowed(url)) {
      tell(
        'blocked',
        null,
        'Receipts go to this machine only. The option receiptHosts allows others; for the command it stands in the file of --config.',
      );
      return;
    }
    const { retry } = address;
    const posted = await inTurn(() => post(url, written.headers, written.body, retry.timeoutMs));
    const status = posted.httpStatus;
    tell(retry.isFailed(status) ? 'failed' : 'answered', status, posted.httpStatus === null ? posted.problem : null);
    if (!retry.isFailed(status)) return;
    const waitMs = retry.isWorthRetrying(status) ? retry.waitsMs[count - 1] : undefined;
    const next = waitMs === undefined ? ([urlIndex + 1, 1] as const) : ([urlIndex, count + 1] as const);
    if (address.urls[next[0]] === undefined) return;
    scheduler.after(waitMs ?? 0, () => void attempt(address, write, onEvent, ...next));
  }

  return {
    send(address, write, onEvent) {
      void attempt(address, write, onEvent, 0, 1);
    },
    lose(address, write, onEvent) {
      const [url = ''] = address.urls;
      const written = write({ url, attempt: 1, nowMs: scheduler.now() });
      onEvent(createEvent({ scheduler, written, url, attempt: 1, outcome: 'lost', httpStatus: null, note: null }));
    },
  };
}

interface EventParts extends Pick<InboxReceiptEvent, 'url' | 'attempt' | 'outcome' | 'httpStatus' | 'note'> {
  readonly scheduler: Scheduler;
  readonly written: ReceiptPost;
}

function createEvent({ scheduler, written, note, ...rest }: EventParts): InboxReceiptEvent {
  return {
    type: 'receipt',
    at: new Date(scheduler.now()),
    status: written.status,
    signed: written.isSigned,
    ...rest,
    note: note ?? written.note,
  };
}
