/** Tells open pages about every change, as server-sent events: of messages, of rules, and what rules struck. */
import type { ServerResponse } from 'node:http';
import { HttpProblem } from '../http/http-problem.ts';
import type { Reply } from '../http/reply.ts';
import type { Mailbox, MailboxEvent } from '../messages/mailbox.ts';
import type { RuleBook, RuleBookEvent } from '../rules/rule-book.ts';

/**
 * How many pages may follow at a time. The page polls when it is not let in.
 * @internal
 */
export const MAX_STREAMS = 32;
/** A reader that is this far behind is let go; the page comes back by itself and reads anew. */
const MAX_BACKLOG_BYTES = 1_048_576;
const HEARTBEAT_MS = 20_000;

export interface EventStreams {
  open(): Reply;
  /** Ends every stream, and those opened later at once. */
  close(): void;
}

export function createEventStreams(mailbox: Mailbox, rules: RuleBook): EventStreams {
  const streams = new Set<ServerResponse>();
  let isClosed = false;

  function follow(response: ServerResponse): void {
    const send = (text: string): void => {
      if (response.writableLength > MAX_BACKLOG_BYTES) response.destroy();
      else response.write(text);
    };
    const endings = [
      mailbox.subscribe((event) => send(format(event))),
      rules.subscribe((event) => send(format(event))),
    ];
    const heartbeat = setInterval(() => send(':\n\n'), HEARTBEAT_MS);
    streams.add(response);
    response.once('close', () => {
      clearInterval(heartbeat);
      for (const end of endings) end();
      streams.delete(response);
    });
    send('retry: 1000\n\n');
  }

  return {
    open() {
      if (isClosed) throw new HttpProblem('closed', 'The inbox is closing.');
      if (streams.size >= MAX_STREAMS) {
        throw new HttpProblem('too-many-streams', 'Too many pages follow already.', { 'Retry-After': '10' });
      }
      return { status: 200, headers: { 'Content-Type': 'text/event-stream; charset=utf-8' }, body: follow };
    },
    close() {
      isClosed = true;
      for (const response of streams) response.end();
    },
  };
}

function format(event: MailboxEvent | RuleBookEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(dataOf(event))}\n\n`;
}

function dataOf(event: MailboxEvent | RuleBookEvent): object {
  switch (event.type) {
    case 'message':
    case 'updated':
      return event.message;
    case 'deleted':
      return { ids: event.ids };
    case 'cleared':
      return {};
    case 'rules':
      return { rules: event.rules };
    case 'strike':
      return event.strike;
  }
}
