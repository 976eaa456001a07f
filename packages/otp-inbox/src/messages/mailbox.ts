/** Keeps the messages, newest at the end, and tells listeners about each change. Nothing else has state. */

import { randomBytes } from 'node:crypto';
import { countSegments } from '@countersign/otp-core';

import { findCode } from './find-code.ts';
import type { InboxMessage } from './inbox-message.ts';
import type { InboxPhoneNumber } from './phone-number.ts';

/** What a door hands in. */
export interface IncomingText {
  readonly to: InboxPhoneNumber;
  readonly text: string;
  readonly door: string;
}

/** A point in the stream of messages: behind one message, or from a moment on. */
export type Position = { readonly afterSequence: number } | { readonly fromMs: number };

/** Which messages are meant; left out means any. */
export interface MessageFilter {
  readonly to?: InboxPhoneNumber | undefined;
  readonly after?: Position | undefined;
}

export type MailboxEvent = { readonly type: 'message'; readonly message: InboxMessage } | { readonly type: 'cleared' };

export interface Mailbox {
  readonly size: number;
  deliver(incoming: IncomingText): InboxMessage;
  /** Newest first. */
  list(filter: MessageFilter, limit: number): InboxMessage[];
  find(id: string): InboxMessage | undefined;
  matches(message: InboxMessage, filter: MessageFilter): boolean;
  /** Reads a message's id, an ISO 8601 time with its zone, or a `Date`; `null` when it is none of these. */
  parsePosition(after: unknown): Position | null;
  clear(): void;
  subscribe(listener: (event: MailboxEvent) => void): () => void;
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

export function createMailbox(maxMessages: number): Mailbox {
  const run = randomBytes(4).toString('hex');
  const messages: InboxMessage[] = [];
  const listeners = new Set<(event: MailboxEvent) => void>();
  let sequence = 0;

  function tell(event: MailboxEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  /** The position is in the id, so that an id works as `after` even when its message was evicted or cleared. */
  function sequenceOf(id: string): number {
    const [idRun, number = ''] = id.split('-');
    const value = idRun === run && /^[1-9][0-9]{0,14}$/.test(number) ? Number(number) : Number.NaN;
    return id === `${run}-${number}` && value <= sequence ? value : Number.NaN;
  }

  function parsePosition(after: unknown): Position | null {
    if (typeof after === 'string' && !ISO_TIME.test(after)) {
      const afterSequence = sequenceOf(after);
      return Number.isNaN(afterSequence) ? null : { afterSequence };
    }
    const fromMs = after instanceof Date ? after.getTime() : typeof after === 'string' ? Date.parse(after) : Number.NaN;
    return Number.isNaN(fromMs) ? null : { fromMs };
  }

  function matches(message: InboxMessage, { to, after }: MessageFilter): boolean {
    if (to !== undefined && message.to !== to) return false;
    if (after === undefined) return true;
    // "From" a time, not "later than": a message may come in the very millisecond the test noted.
    return 'fromMs' in after
      ? message.receivedAt.getTime() >= after.fromMs
      : sequenceOf(message.id) > after.afterSequence;
  }

  function deliver({ to, text, door }: IncomingText): InboxMessage {
    sequence += 1;
    const { encoding, segments } = countSegments(text);
    const message: InboxMessage = Object.freeze({
      id: `${run}-${sequence}`,
      to,
      text,
      code: findCode(text),
      encoding,
      segments,
      door,
      receivedAt: new Date(),
    });
    messages.push(message);
    if (messages.length > maxMessages) messages.shift();
    tell({ type: 'message', message });
    return message;
  }

  return {
    get size() {
      return messages.length;
    },
    deliver,
    list: (filter, limit) =>
      messages
        .filter((message) => matches(message, filter))
        .reverse()
        .slice(0, limit),
    find: (id) => messages.find((message) => message.id === id),
    matches,
    parsePosition,
    clear() {
      messages.length = 0;
      tell({ type: 'cleared' });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
