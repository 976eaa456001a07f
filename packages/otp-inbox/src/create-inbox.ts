/** The inbox in process: puts mailbox, twins, rules, receipts, API and page together and offers them to tests. */
import { createApiRoutes } from './api/api-routes.ts';
import { createEventStreams } from './api/event-streams.ts';
import { createHookRoutes } from './api/hook-routes.ts';
import { createProviderRoutes } from './api/provider-routes.ts';
import { createRuleRoutes } from './api/rule-routes.ts';
import { InboxError } from './errors/inbox-error.ts';
import { createHookPlayer } from './hooks/hook-player.ts';
import { type HookTargets, readHookCall } from './hooks/read-hook-call.ts';
import { createAccessGuard } from './http/access-guard.ts';
import { createUrl } from './http/create-url.ts';
import { createInboxServer, type ServedRoute } from './http/inbox-server.ts';
import { isLoopbackAddress } from './http/loopback.ts';
import type { Inbox } from './inbox.ts';
import { type InboxOptions, resolveInboxOptions } from './inbox-options.ts';
import { createMailbox } from './messages/mailbox.ts';
import { createWaitingRoom, type WaitOutcome } from './messages/waiting-room.ts';
import { createPageRoutes } from './page/page-routes.ts';
import { readDeletion, readMessageQuery, readWaitQuery } from './read-inbox-query.ts';
import { postReceipt } from './receipts/post-receipt.ts';
import { createReceiptOffice } from './receipts/receipt-office.ts';
import { createScheduler } from './receipts/scheduler.ts';
import { createSigningKeys } from './receipts/signing-keys.ts';
import { readRule } from './rules/read-rule.ts';
import { createRuleBook, MAX_RULES } from './rules/rule-book.ts';
import { inboxSettings } from './settings/inbox-settings.ts';
import { forwardMessages } from './storage/forward-messages.ts';
import { openMessageFile } from './storage/message-file.ts';
import { createDesk } from './twins/desk.ts';
import { GATEWAY_PATH } from './twins/gateway/gateway-twin.ts';
import { findOwner, serveTwin } from './twins/serve-twin.ts';
import { createTwins } from './twins/twins.ts';

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
  const resolved = resolveInboxOptions(options);
  const { host, port, maxMessages, token, vendors, receiptHosts, hookHosts, onWarning } = resolved;
  const messageFile = resolved.file === null ? null : openMessageFile(resolved.file, maxMessages);
  const keys = messageFile?.keys ?? createSigningKeys(null);
  const mailbox = createMailbox(maxMessages, messageFile?.beginning);
  messageFile?.follow(mailbox);
  const scheduler = createScheduler();
  const rules = createRuleBook(resolved.rules);
  if (resolved.forward !== null) {
    forwardMessages(mailbox, { url: resolved.forward, post: postReceipt, scheduler, onWarning });
  }
  const office = createReceiptOffice({ scheduler, post: postReceipt, hosts: receiptHosts });
  const desk = createDesk({ mailbox, rules, office, scheduler });
  const twins = createTwins(desk, vendors, keys);
  const waitingRoom = createWaitingRoom(mailbox);
  const eventStreams = createEventStreams(mailbox, rules);
  const hookPlayer = createHookPlayer(mailbox);
  const hookTargets: HookTargets = { loopback: isLoopbackAddress(host) ? 'allowed' : 'refused', hosts: hookHosts };
  const guard = createAccessGuard({ host, token });
  const routes: readonly ServedRoute[] = [
    ...twins.flatMap((twin) => serveTwin(twin, desk)),
    ...createApiRoutes({ mailbox, waitingRoom, eventStreams }),
    ...createRuleRoutes(rules),
    ...createHookRoutes(hookPlayer, hookTargets),
    ...createProviderRoutes(() => readUrl(), keys, token),
    ...createPageRoutes(guard, maxMessages),
  ];
  const server = createInboxServer({
    host,
    port,
    guard,
    routes,
    findRefuser: (request) => findOwner(twins, request),
  });
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
    scheduler.close();
    await server.close(() => {
      waitingRoom.close();
      hookPlayer.close();
      eventStreams.close();
    });
    messageFile?.close();
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
    settings: () => inboxSettings(readUrl(), token === null ? {} : { token }),
    get telnyxPublicKey() {
      return keys.telnyxPublicKey;
    },
    get snsCertificate() {
      return keys.snsCertificate;
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
    timeline: (id) => mailbox.find(id)?.timeline ?? [],
    request: (id) => mailbox.find(id)?.request ?? null,
    rules: {
      list: () => rules.list(),
      add(rule) {
        const read = readRule(rule);
        if (read.status === 'refused') throw new InboxError('INBOX_MISUSE', `Inbox: the rule ${read.problem}.`);
        const added = rules.add(read.rule);
        if (added === null) throw new InboxError('INBOX_MISUSE', `Inbox: there are ${MAX_RULES} rules already.`);
        return added;
      },
      remove: (id) => rules.remove(id),
      clear: () => rules.replaceAll([]),
      strikes: () => rules.strikes(),
    },
    async callHook(call, { onAttempt = () => undefined, signal = new AbortController().signal } = {}) {
      const read = readHookCall(call, hookTargets);
      if (read.status === 'refused') throw new InboxError('INBOX_MISUSE', `Inbox: the call ${read.problem}.`);
      const playing = hookPlayer.play(read.call, { onAttempt, signal });
      if (playing === null) throw new InboxError('INBOX_MISUSE', 'Inbox: too many hooks are called already.');
      return playing;
    },
    delete(query) {
      const { to } = readDeletion(query);
      mailbox.removeAllOf(to);
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
