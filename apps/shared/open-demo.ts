/**
 * What lets an example run with nothing set: an inbox for its messages, and a secret. Whatever is set goes first, and in
 * production nothing is made up. A provider of which nothing is set has no account: the inbox plays it, receipts included.
 */
import { describeConfig } from '@countersign/otp-config';
import { createInbox, type Inbox, InboxError } from '@countersign/otp-inbox';
import { createSecret, DEMO_SECRET_FILE, readDemoSecret } from './demo-secret.ts';
import { credentialsOf, receiptSettings, toldToVendors } from './made-up-accounts.ts';
import type { Settings } from './settings.ts';

export interface Demo {
  /** The environment, completed. */
  readonly environment: NodeJS.ProcessEnv;
  /** Where messages can be read; `null`: on real phones. */
  readonly inboxUrl: string | null;
  /** What was made up and matters. */
  readonly notice: string | null;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** The path that receipts come in below, `/otp` for example; `null`: the app takes none. */
  readonly receiptsBelow: string | null;
}

/**
 * @param given is left as it is, but for the keys that the SDK of AWS reads in `process.env` by itself
 */
export async function openDemo(
  given: NodeJS.ProcessEnv,
  { host, port, inboxPort, problems }: Settings,
  { receiptsBelow }: DemoOptions,
): Promise<Demo> {
  const environment = { ...given };
  const isSet = (name: string): boolean => (environment[name] ?? '').trim() !== '';
  const setDefault = (name: string, makeValue: () => string): void => {
    if (!isSet(name)) environment[name] = makeValue();
  };
  const close = async () => {};
  if (environment.NODE_ENV === 'production') return { environment, inboxUrl: null, notice: null, close };
  let notice: string | null = null;
  setDefault('OTP_PROVIDER', () => (isSet('SMS_ENDPOINT') ? 'http-gateway' : 'inbox'));
  setDefault('OTP_APP_NAME', () => 'Countersign demo');
  setDefault('OTP_SECRET', () => {
    if (!isKept(environment.OTP_STORE)) return createSecret();
    notice = `OTP_SECRET is not set; this demo's own is in ${DEMO_SECRET_FILE}`;
    return readDemoSecret();
  });
  const { all, withoutAccount } = readProviders(environment);
  const isInboxUsed = isSet('OTP_INBOX_URL') || all.includes('inbox') || isEach(all, withoutAccount);
  // With wrong settings nothing is started, and one that is wrong may be the inbox's own port.
  if (!isInboxUsed || problems.length > 0) return { environment, inboxUrl: null, notice, close };
  for (const [name, value] of credentialsOf(withoutAccount, environment.INBOX_TOKEN)) {
    setDefault(name, () => value);
    if (name.startsWith('AWS_')) given[name] = environment[name];
  }
  if (isSet('OTP_INBOX_URL')) return { environment, inboxUrl: environment.OTP_INBOX_URL ?? null, notice, close };
  const receiptsUrl = receiptsBelow === null || port === 0 ? null : `http://${nameOf(host)}:${port}${receiptsBelow}`;
  const vendors = receiptsUrl === null || withoutAccount.length === 0 ? {} : { vendors: toldToVendors(receiptsUrl) };
  const inbox = createInbox({ port: inboxPort, ...vendors });
  environment.OTP_INBOX_URL = await listen(inbox);
  if (receiptsUrl !== null) {
    for (const [name, value] of receiptSettings(receiptsUrl, inbox)) setDefault(name, () => value);
  }
  return { environment, inboxUrl: inbox.url, notice, close: () => inbox.close() };
}

interface Providers {
  readonly all: readonly string[];
  /** Those of which nothing is set. */
  readonly withoutAccount: readonly string[];
}

function readProviders(environment: NodeJS.ProcessEnv): Providers {
  const { providers } = describeConfig(environment);
  // What is badly written is set, too: that is told, and nothing made up in its place.
  const isSet = (name: string) => name !== 'OTP_INBOX_URL' && (environment[name] ?? '').trim() !== '';
  const bare = providers.filter(({ variables }) => !variables.some(isSet));
  return { all: providers.map(({ name }) => name), withoutAccount: bare.map(({ name }) => name) };
}

function isEach(all: readonly string[], some: readonly string[]): boolean {
  return all.length > 0 && all.length === some.length;
}

async function listen(inbox: Inbox): Promise<string> {
  return inbox.listen().catch((error: unknown) => {
    if (!InboxError.isInstance(error) || error.code !== 'INBOX_PORT_TAKEN') throw error;
    throw new InboxError(error.code, `${error.message} Set INBOX_PORT to another one.`);
  });
}

/** As this machine reaches what listens there. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** Whether the state outlives the app. */
function isKept(store = ''): boolean {
  return !/^\s*(?:pglite:)?memory:|^\s*$/.test(store);
}
