/** The inbox in process: puts mailbox, doors, API and page together and offers them to tests. */
import { createApiRoutes } from './api/api-routes.ts';
import { createEventStreams } from './api/event-streams.ts';
import { createDoors } from './doors/doors.ts';
import { GATEWAY_PATH } from './doors/gateway-door.ts';
import { InboxError } from './errors/inbox-error.ts';
import { createAccessGuard } from './http/access-guard.ts';
import { createUrl } from './http/create-url.ts';
import { createInboxServer, type ServedRoute } from './http/inbox-server.ts';
import type { Inbox } from './inbox.ts';
import { type InboxOptions, resolveInboxOptions } from './inbox-options.ts';
import { createMailbox } from './messages/mailbox.ts';
import { createWaitingRoom, type WaitOutcome } from './messages/waiting-room.ts';
import { createPageRoutes } from './page/page-routes.ts';
import { readMessageQuery, readWaitQuery } from './read-inbox-query.ts';

/**
 * Makes an inbox. It listens once `listen()` is called.
 *
 * @example
 * ```ts
 * const inbox = createInbox({ port: 0 });
 * await inbox.listen();
 * // … the app sends to inbox.gatewayEndpoint …
 * const code = await inbox.waitForCode({ to: '+15550100123' });
 * await inbox.close();
 * ```
 *
 * @throws InboxConfigurationError with every problem of the options; `InboxError` with the code `INBOX_PRODUCTION`
 * when `NODE_ENV` is `production`.
 */
export function createInbox(options: InboxOptions = {}): Inbox {
  const { host, port, maxMessages, token } = resolveInboxOptions(options);
  const mailbox = createMailbox(maxMessages);
  const waitingRoom = createWaitingRoom(mailbox);
  const eventStreams = createEventStreams(mailbox);
  const guard = createAccessGuard({ host, token });
  const doorRoutes: ServedRoute[] = createDoors(mailbox.deliver).flatMap(({ routes, readCredential, createRefusal }) =>
    routes.map((route) => ({ ...route, readCredential, createRefusal })),
  );
  const routes = [
    ...doorRoutes,
    ...createApiRoutes({ mailbox, waitingRoom, eventStreams }),
    ...createPageRoutes(guard),
  ];
  const server = createInboxServer({ host, port, guard, routes });
  let listening: Promise<string> | null = null;
  let closing: Promise<void> | null = null;
  let url: string | null = null;

  async function startListening(): Promise<string> {
    url = createUrl(host, await server.listen());
    return url;
  }

  async function stop(): Promise<void> {
    // A server cannot be stopped while it starts, and one that could not start has nothing to stop.
    await listening?.catch(() => {});
    await server.close(() => {
      waitingRoom.close();
      eventStreams.close();
    });
  }

  function readUrl(): string {
    if (url === null) throw new InboxError('INBOX_NOT_LISTENING', 'The inbox has no address before listen() resolved.');
    return url;
  }

  return {
    get url() {
      return readUrl();
    },
    get gatewayEndpoint() {
      return `${readUrl()}${GATEWAY_PATH}`;
    },
    async listen() {
      if (closing !== null) throw createClosedError();
      listening ??= startListening().catch((error: unknown) => {
        listening = null;
        throw error;
      });
      return listening;
    },
    messages(query = {}) {
      const { filter, limit } = readMessageQuery(query, mailbox);
      return mailbox.list(filter, limit);
    },
    async waitForMessage(query) {
      const { filter, waitMs } = readWaitQuery(query, mailbox);
      return receive(await waitingRoom.wait({ ...filter, waitMs, need: 'message' }), () => {
        const { length } = mailbox.list({ to: filter.to }, maxMessages);
        return `No message came for this number within ${waitMs} ms. ${tellKept(length)}`;
      });
    },
    async waitForCode(query) {
      const { filter, waitMs } = readWaitQuery(query, mailbox);
      const { code } = receive(await waitingRoom.wait({ ...filter, waitMs, need: 'code' }), () => {
        const { length } = mailbox.list({ to: filter.to }, maxMessages);
        return `No message with a code came for this number within ${waitMs} ms. ${tellKept(length)}`;
      });
      return code ?? '';
    },
    clear: () => mailbox.clear(),
    close() {
      closing ??= stop();
      return closing;
    },
  };

  /** Says why nothing came: sent to another number, or sent without a code. */
  function tellKept(forNumber: number): string {
    return `The inbox keeps ${mailbox.size} messages, ${forNumber} for this number.`;
  }
}

function receive(outcome: WaitOutcome, describeNone: () => string) {
  switch (outcome.status) {
    case 'received':
      return outcome.message;
    case 'none':
      throw new InboxError('INBOX_NO_MESSAGE', describeNone());
    case 'too-many-waiters':
      throw new InboxError('INBOX_TOO_MANY_WAITERS', 'Too many calls wait for a message already.');
    case 'closed':
      throw createClosedError();
  }
}

function createClosedError(): InboxError {
  return new InboxError('INBOX_CLOSED', 'The inbox is closed. Create a new one to go on.');
}
