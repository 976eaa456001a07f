/** The twins behind the inbox's own server, their time and their receipts in the test's hands. */
import { onTestFinished } from 'vitest';
import { createAccessGuard } from '../http/access-guard.ts';
import { createInboxServer } from '../http/inbox-server.ts';
import type { InboxMessage, InboxTimelineEvent } from '../messages/inbox-message.ts';
import { createMailbox } from '../messages/mailbox.ts';
import { createReceiptOffice } from '../receipts/receipt-office.ts';
import { createSigningKeys, type SigningKeys } from '../receipts/signing-keys.ts';
import type { InboxRule } from '../rules/rule.ts';
import { createRuleBook, type RuleBook } from '../rules/rule-book.ts';
import { createDesk } from '../twins/desk.ts';
import { findOwner, serveTwin } from '../twins/serve-twin.ts';
import { createTwins } from '../twins/twins.ts';
import type { InboxVendors } from '../vendor-settings.ts';
import { createManualScheduler } from './manual-scheduler.ts';

/** A receipt as it was posted. */
export interface PostedReceipt {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface TestTwins {
  readonly url: string;
  readonly rules: RuleBook;
  /** Oldest first. */
  readonly posts: readonly PostedReceipt[];
  readonly keys: SigningKeys;
  now(): number;
  /** Newest first. */
  messages(): readonly InboxMessage[];
  /** The code in the newest message. */
  newestCode(): string;
  /** What happened to the newest message. */
  timeline(): readonly InboxTimelineEvent[];
  pass(durationMs: number): Promise<void>;
}

export interface TestTwinsOptions {
  readonly token?: string | null;
  readonly vendors?: InboxVendors;
  readonly rules?: readonly InboxRule[];
  readonly receiptHosts?: readonly string[];
  readonly startMs?: number;
  /** What the app answers receipts with; `null`: nothing. @defaultValue 200 */
  readonly answerReceipt?: (url: string) => number | null;
}

/** Keys of RSA take a while, and one pair serves all tests. */
const keys = createSigningKeys(null);

export async function startTwins({
  token = null,
  vendors = {},
  rules: given = [],
  receiptHosts = [],
  startMs,
  answerReceipt = () => 200,
}: TestTwinsOptions = {}): Promise<TestTwins> {
  const scheduler = createManualScheduler(startMs);
  const mailbox = createMailbox(1000);
  const rules = createRuleBook(given, scheduler.now);
  const posts: PostedReceipt[] = [];
  const office = createReceiptOffice({
    scheduler,
    hosts: receiptHosts,
    async post(url, headers, body) {
      posts.push({ url, headers, body });
      const httpStatus = answerReceipt(url);
      return httpStatus === null ? { httpStatus, problem: 'No answer came.' } : { httpStatus };
    },
  });
  const desk = createDesk({ mailbox, rules, office, scheduler });
  const twins = createTwins(desk, vendors, keys);
  const host = '127.0.0.1';
  const server = createInboxServer({
    host,
    port: 0,
    guard: createAccessGuard({ host, token }),
    routes: twins.flatMap((twin) => serveTwin(twin, desk)),
    findRefuser: (request) => findOwner(twins, request),
  });
  onTestFinished(() => server.close(() => undefined));
  const url = `http://${host}:${await server.listen()}`;
  const messages = () => mailbox.list({}, 1000);
  return {
    url,
    rules,
    posts,
    keys,
    now: scheduler.now,
    messages,
    newestCode: () => messages()[0]?.code ?? '',
    timeline: () => mailbox.find(messages()[0]?.id ?? '')?.timeline ?? [],
    pass: scheduler.pass,
  };
}
