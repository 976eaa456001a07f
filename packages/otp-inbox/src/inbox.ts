/** What a test holds in its hands. */
import type { InboxMessage } from './messages/inbox-message.ts';

/** Which messages to list. */
export interface MessageQuery {
  /** Only those sent to this number, in E.164 form. */
  readonly to?: string | undefined;
  /** Only those behind the message with this id, or received from this time on (`Date` or ISO 8601 with its zone). */
  readonly after?: string | Date | undefined;
  /**
   * At most this many, 1 to 10000.
   * @defaultValue 100
   */
  readonly limit?: number | undefined;
}

/** What to wait for. */
export interface WaitQuery {
  /** The number the message is sent to, in E.164 form. */
  readonly to: string;
  /** Passes over older messages: the id of the last one to ignore, or a time (`Date` or ISO 8601 with its zone). */
  readonly after?: string | Date | undefined;
  /**
   * How long to wait, in milliseconds, 0 to 60000.
   * @defaultValue 4000, so that it ends before the five seconds that test runners usually grant
   */
  readonly waitMs?: number | undefined;
}

/**
 * A local inbox for text messages.
 *
 * A malformed query throws an `InboxError` with the code `INBOX_MISUSE`.
 */
export interface Inbox {
  /** Starts to listen and resolves with `url`. Rejects with `INBOX_PORT_TAKEN`, `INBOX_LISTEN_FAILED` or `INBOX_CLOSED`. */
  listen(): Promise<string>;
  /** Address of the page and the API, without a slash at the end. Throws `INBOX_NOT_LISTENING` before `listen()` resolved. */
  readonly url: string;
  /** Where an app sends its messages as to an HTTP gateway: `GET` or `POST`, parameters `phone` and `message`. */
  readonly gatewayEndpoint: string;
  /** The messages, newest first. */
  messages(query?: MessageQuery): readonly InboxMessage[];
  /**
   * The newest message that is there, else the first that comes.
   * Rejects with `INBOX_NO_MESSAGE` when none came in time, `INBOX_TOO_MANY_WAITERS` or `INBOX_CLOSED`.
   */
  waitForMessage(query: WaitQuery): Promise<InboxMessage>;
  /** The code of the newest message with one, else of the first that comes. Rejects as `waitForMessage`. */
  waitForCode(query: WaitQuery): Promise<string>;
  /** Forgets all messages. Who waits goes on waiting. */
  clear(): void;
  /** Ends waits and connections at once; resolves when nothing of the inbox keeps the process alive. */
  close(): Promise<void>;
}
