/** What a test holds in its hands. */
import type { InboxHookAttempt, InboxHookCall, InboxHookPlay } from './hooks/hook-play.ts';
import type { InboxMessage, InboxRawRequest, InboxTimelineEvent } from './messages/inbox-message.ts';
import type { InboxProviderName } from './messages/provider-name.ts';
import type { ActiveInboxRule, InboxRule, InboxStrike } from './rules/rule.ts';
import type { InboxProviderSettings } from './settings/inbox-settings.ts';

/** Which messages to list. */
export interface MessageQuery {
  /** Only those sent to this number, in E.164 form. */
  readonly to?: string | undefined;
  /** Only those of this provider. */
  readonly provider?: InboxProviderName | undefined;
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
  /** What to set so that an app's adapters and the vendors' own SDKs talk to this inbox; see `inboxSettings`. */
  settings(): readonly InboxProviderSettings[];
  /** What Telnyx's webhooks are checked with: 32 bytes in Base64. */
  readonly telnyxPublicKey: string;
  /** What notices of SNS are checked with: a certificate in PEM. */
  readonly snsCertificate: string;
  /** The messages, newest first. */
  messages(query?: MessageQuery): readonly InboxMessage[];
  /**
   * The newest message that is there, else the first that comes.
   * Rejects with `INBOX_NO_MESSAGE` when none came in time, `INBOX_TOO_MANY_WAITERS` or `INBOX_CLOSED`.
   */
  waitForMessage(query: WaitQuery): Promise<InboxMessage>;
  /** The code of the newest message with one, else of the first that comes. Rejects as `waitForMessage`. */
  waitForCode(query: WaitQuery): Promise<string>;
  /** What happened to a message, oldest first; empty where there is none with this id. */
  timeline(id: string): readonly InboxTimelineEvent[];
  /** The request that brought a message, credentials hidden; `null` where there is none with this id. */
  request(id: string): InboxRawRequest | null;
  /** What goes wrong on purpose. */
  readonly rules: InboxRules;
  /**
   * Calls a hook of `@countersign/otp-hooks`, or any other, as an auth platform does: signed anew for each call, with the
   * platform's deadline and its repeats. Rejects with `INBOX_MISUSE` where that makes no sense.
   */
  callHook(call: InboxHookCall, options?: CallHookOptions): Promise<InboxHookPlay>;
  /** Forgets the messages to one number. */
  delete(query: { readonly to: string }): void;
  /** Forgets all messages. Who waits goes on waiting. */
  clear(): void;
  /** Ends waits and connections at once; resolves when nothing of the inbox keeps the process alive. */
  close(): Promise<void>;
}

/** How to follow a play. */
export interface CallHookOptions {
  /** Told of each call when it is over. @defaultValue nobody */
  readonly onAttempt?: ((attempt: InboxHookAttempt) => void) | undefined;
  /** Ends it early. @defaultValue none */
  readonly signal?: AbortSignal | undefined;
}

/** The rules of an inbox. */
export interface InboxRules {
  list(): readonly ActiveInboxRule[];
  /** Puts a rule behind the others. Throws `INBOX_MISUSE` where it makes no sense. */
  add(rule: InboxRule): ActiveInboxRule;
  /** `false`: there is no such rule. */
  remove(id: string): boolean;
  clear(): void;
  /** What struck so far, newest first. */
  strikes(): readonly InboxStrike[];
}
