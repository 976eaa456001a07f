/**
 * A door is one way in: it speaks the wire of one kind of SMS service. One door, one file in this folder,
 * one line in `doors.ts`; nothing else knows it.
 */
import type { HttpProblem } from '../http/http-problem.ts';
import type { InboxRequest } from '../http/inbox-request.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { InboxMessage } from '../messages/inbox-message.ts';
import type { IncomingText } from '../messages/mailbox.ts';

export interface Door {
  /** Shown beside each message. */
  readonly name: string;
  readonly routes: readonly Route[];
  /** What stands where this wire carries a service's secret: the inbox's token may stand there. */
  readCredential(request: InboxRequest): string | null;
  /** A refusal as a client of this wire expects it. */
  createRefusal(problem: HttpProblem): Reply;
}

/** Hands a text to the inbox. Of a request only this goes on: credentials stay at the door. */
export type Deliver = (incoming: IncomingText) => InboxMessage;
