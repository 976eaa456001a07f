/** Keeps the messages, newest at the end, and tells listeners about each change. */

import { randomBytes } from 'node:crypto';
import { countSegments } from '@countersign/otp-core';

import { findCode } from './find-code.ts';
import type { InboxDelivery, InboxMessage, InboxRawRequest, InboxTimelineEvent } from './inbox-message.ts';
import type { InboxPhoneNumber } from './phone-number.ts';
import type { InboxProviderName } from './provider-name.ts';

/** What a twin hands in. */
export interface IncomingText
  extends Pick<
    InboxMessage,
    'provider' | 'channel' | 'to' | 'from' | 'text' | 'media' | 'maxPriceUsd' | 'validitySeconds' | 'arrives' | 'ruleId'
  > {
  /** `null`: the inbox's own id. */
  readonly vendorId: string | null;
  readonly request: InboxRawRequest;
  /** What happened before it came, and what became of it. */
  readonly timeline: readonly InboxTimelineEvent[];
  readonly delivery: InboxDelivery;
}

/** A message and what is shown of it on demand only. */
export interface StoredMessage {
  readonly message: InboxMessage;
  readonly request: InboxRawRequest;
  readonly timeline: readonly InboxTimelineEvent[];
}

/** A point in the stream of messages: behind one message, or from a moment on. */
export type Position = { readonly afterSequence: number } | { readonly fromMs: number };

/** Which messages are meant; left out means any. */
export interface MessageFilter {
  readonly to?: InboxPhoneNumber | undefined;
  readonly provider?: InboxProviderName | undefined;
  /** In text, number, sender or code; upper and lower case alike. */
  readonly search?: string | undefined;
  readonly after?: Position | undefined;
  readonly before?: Position | undefined;
}

export type MailboxEvent =
  | { readonly type: 'message'; readonly message: InboxMessage }
  | { readonly type: 'updated'; readonly message: InboxMessage }
  | { readonly type: 'deleted'; readonly ids: readonly string[] }
  | { readonly type: 'cleared' };

export interface Mailbox {
  readonly size: number;
  deliver(incoming: IncomingText): InboxMessage;
  /** Adds to what is known of a message; one that is gone is gone. */
  note(id: string, event: InboxTimelineEvent): void;
  /** Newest first. */
  list(filter: MessageFilter, limit: number): InboxMessage[];
  find(id: string): StoredMessage | undefined;
  matches(message: InboxMessage, filter: MessageFilter): boolean;
  /** Reads a message's id, an ISO 8601 time with its zone, or a `Date`; `null` when it is none of these. */
  parsePosition(position: unknown): Position | null;
  /** `false`: there is no such message. */
  remove(id: string): boolean;
  removeAllOf(to: InboxPhoneNumber): void;
  clear(): void;
  subscribe(listener: (event: MailboxEvent) => void): () => void;
}

/** What a mailbox begins with: that of a former run. */
export interface MailboxBeginning {
  readonly run: string;
  readonly sequence: number;
  /** Oldest first. */
  readonly messages: readonly StoredMessage[];
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

export function createMailbox(maxMessages: number, beginning: MailboxBeginning | null = null): Mailbox {
  const run = beginning?.run ?? randomBytes(4).toString('hex');
  /** Oldest first: a map keeps the order in which its keys came. */
  const kept = new Map<string, StoredMessage>();
  const listeners = new Set<(event: MailboxEvent) => void>();
  let sequence = beginning?.sequence ?? 0;
  for (const stored of beginning?.messages ?? []) keep(stored);

  function keep(stored: StoredMessage): void {
    kept.set(stored.message.id, stored);
    const [oldest] = kept.keys();
    if (kept.size > maxMessages && oldest !== undefined) kept.delete(oldest);
  }

  function tell(event: MailboxEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  /** The position is in the id, so that an id works as `after` even when its message was evicted or cleared. */
  function sequenceOf(id: string): number {
    const [idRun, number = ''] = id.split('-');
    const value = idRun === run && /^[1-9][0-9]{0,14}$/.test(number) ? Number(number) : Number.NaN;
    return id === `${run}-${number}` && value <= sequence ? value : Number.NaN;
  }

  function parsePosition(position: unknown): Position | null {
    if (typeof position === 'string' && !ISO_TIME.test(position)) {
      const afterSequence = sequenceOf(position);
      return Number.isNaN(afterSequence) ? null : { afterSequence };
    }
    const isTime = position instanceof Date || typeof position === 'string';
    const fromMs = isTime ? new Date(position).getTime() : Number.NaN;
    return Number.isNaN(fromMs) ? null : { fromMs };
  }

  function isBehind(message: InboxMessage, position: Position): boolean {
    // "From" a time, not "later than": a message may come in the very millisecond the test noted.
    return 'fromMs' in position
      ? message.receivedAt.getTime() >= position.fromMs
      : sequenceOf(message.id) > position.afterSequence;
  }

  function isBefore(message: InboxMessage, position: Position): boolean {
    return 'fromMs' in position
      ? message.receivedAt.getTime() < position.fromMs
      : sequenceOf(message.id) < position.afterSequence;
  }

  function matches(message: InboxMessage, { to, provider, search, after, before }: MessageFilter): boolean {
    if (to !== undefined && message.to !== to) return false;
    if (provider !== undefined && message.provider !== provider) return false;
    if (search !== undefined && !holds(message, search)) return false;
    if (before !== undefined && !isBefore(message, before)) return false;
    return after === undefined || isBehind(message, after);
  }

  function removeWhere(isMeant: (message: InboxMessage) => boolean): readonly string[] {
    const ids = [...kept.values()].flatMap(({ message }) => (isMeant(message) ? [message.id] : []));
    for (const id of ids) kept.delete(id);
    if (ids.length > 0) tell({ type: 'deleted', ids });
    return ids;
  }

  return {
    get size() {
      return kept.size;
    },
    deliver({ request, timeline, ...text }) {
      sequence += 1;
      const { encoding, segments } = countSegments(text.text);
      const id = `${run}-${sequence}`;
      const message: InboxMessage = Object.freeze({
        id,
        provider: text.provider,
        vendorId: text.vendorId ?? id,
        channel: text.channel,
        to: text.to,
        from: text.from,
        text: text.text,
        code: findCode(text.text),
        encoding,
        segments,
        media: text.media,
        maxPriceUsd: text.maxPriceUsd,
        validitySeconds: text.validitySeconds,
        receivedAt: new Date(),
        arrives: text.arrives,
        delivery: text.delivery,
        ruleId: text.ruleId,
      });
      keep({ message, request, timeline });
      tell({ type: 'message', message });
      return message;
    },
    note(id, event) {
      const stored = kept.get(id);
      if (stored === undefined) return;
      const timeline = [...stored.timeline, event];
      const { type, at } = event;
      // What is lost stays lost, whatever the provider says of it.
      const isNews = type === 'delivery' && stored.message.delivery.status !== 'lost';
      const message: InboxMessage = isNews
        ? Object.freeze({ ...stored.message, delivery: { status: event.status, code: event.code, at } })
        : stored.message;
      kept.set(id, { ...stored, message, timeline });
      tell({ type: 'updated', message });
    },
    list(filter, limit) {
      const found: InboxMessage[] = [];
      for (const { message } of [...kept.values()].reverse()) {
        if (found.length >= limit) break;
        if (matches(message, filter)) found.push(message);
      }
      return found;
    },
    find: (id) => kept.get(id),
    matches,
    parsePosition,
    remove: (id) => removeWhere((message) => message.id === id).length > 0,
    removeAllOf(to) {
      removeWhere((message) => message.to === to);
    },
    clear() {
      kept.clear();
      tell({ type: 'cleared' });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function holds({ text, to, from, code }: InboxMessage, search: string): boolean {
  const wanted = search.toLowerCase();
  return [text, to, from ?? '', code ?? ''].some((field) => field.toLowerCase().includes(wanted));
}
